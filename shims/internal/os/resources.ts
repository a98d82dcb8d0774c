/** What `node:os` says of processors, memory and interfaces: as much as `wit/os.wit` gives. */
import { uptime as hostUptime } from 'zora:node/os@0.1.0';
import { instanceInfo } from '../instance.ts';
import { machine } from './machine.ts';

/** One processor of `os.cpus()`. */
export interface Cpu {
  model: string;
  speed: number;
  times: { user: number; nice: number; sys: number; idle: number; irq: number };
}

/** As many processors as the instance may use at a time; their models, speeds and times are withheld. */
export function cpus(): Cpu[] {
  return Array.from({ length: machine().parallelism }, () => ({
    model: 'unknown',
    speed: 0,
    times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
  }));
}

/** How many things the instance may do at a time. */
export function availableParallelism(): number {
  return machine().parallelism;
}

/** The most memory that the instance may take, in bytes. */
export function totalmem(): number {
  return machine().memory;
}

/** The same as `totalmem`: how much of it is taken cannot be told from inside. */
export function freemem(): number {
  return machine().memory;
}

/** Three zeros, as where there is no load average: the host's is withheld. */
export function loadavg(): number[] {
  return [0, 0, 0];
}

/** Seconds since the instance started. */
export function uptime(): number {
  return hostUptime();
}

/** One address of `os.networkInterfaces()`. */
export interface InterfaceAddress {
  address: string;
  netmask: string;
  family: string;
  mac: string;
  internal: boolean;
  cidr: string;
  scopeid?: number;
}

const NO_MAC = '00:00:00:00:00:00';

/** The loopback interface; the host's others are withheld. */
export function networkInterfaces(): Record<string, InterfaceAddress[]> {
  const { platform } = instanceInfo();
  const name = platform === 'win32' ? 'Loopback Pseudo-Interface 1' : platform === 'linux' ? 'lo' : 'lo0';
  const v6mask = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
  const common = { mac: NO_MAC, internal: true };
  return {
    [name]: [
      { address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', ...common, cidr: '127.0.0.1/8' },
      { address: '::1', netmask: v6mask, family: 'IPv6', ...common, cidr: '::1/128', scopeid: 0 },
    ],
  };
}
