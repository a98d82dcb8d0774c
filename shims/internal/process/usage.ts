/** What the program uses of memory and processor. https://nodejs.org/api/process.html#processmemoryusage */
import { getUsage } from 'zora:node/system@0.1.0';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { assertStarted } from '../instance.ts';
import { validateObject } from '../validators.ts';

/** Figures of `process.memoryUsage`, in bytes. The engine does not say how much of its memory is in use. */
export interface MemoryUsage {
  rss: number;
  heapTotal: number;
  heapUsed: number;
  external: number;
  arrayBuffers: number;
}

/** Figures of `process.cpuUsage`, in microseconds. */
export interface CpuUsage {
  user: number;
  system: number;
}

function usage(): ReturnType<typeof getUsage> {
  assertStarted('process usage');
  return getUsage();
}

const rss = (): number => usage().memory;

/** `process.memoryUsage` and `process.memoryUsage.rss`: the instance's linear memory, which holds the heap and all buffers. */
export const memoryUsage = Object.assign(
  function memoryUsage(): MemoryUsage {
    const memory = rss();
    return { rss: memory, heapTotal: memory, heapUsed: memory, external: 0, arrayBuffers: 0 };
  },
  { rss },
);

function checkPrevious(previous: unknown): CpuUsage | undefined {
  if (previous === undefined || previous === null) return undefined;
  validateObject(previous, 'prevValue');
  const { user, system } = previous as CpuUsage;
  for (const [name, value] of [
    ['user', user],
    ['system', system],
  ] as const) {
    validateNumberProperty(name, value);
  }
  return { user, system };
}

function validateNumberProperty(name: string, value: unknown): void {
  if (typeof value !== 'number') throw new ERR_INVALID_ARG_TYPE(`prevValue.${name}`, 'number', value);
  if (!(value >= 0 && value <= Number.MAX_SAFE_INTEGER)) {
    const error = new ERR_INVALID_ARG_VALUE.RangeError(`prevValue.${name}`, value);
    throw error;
  }
}

/** `process.cpuUsage([previousValue])`. */
export function cpuUsage(previousValue?: unknown): CpuUsage {
  const previous = checkPrevious(previousValue);
  const { userCpu: user, systemCpu: system } = usage();
  return previous === undefined ? { user, system } : { user: user - previous.user, system: system - previous.system };
}

/** `process.threadCpuUsage([previousValue])`: there is one thread. */
export function threadCpuUsage(previousValue?: unknown): CpuUsage {
  return cpuUsage(previousValue);
}

/** `process.constrainedMemory()`: the grant's limit in bytes, 0 without one. */
export function constrainedMemory(): number {
  return usage().memoryLimit;
}

/** `process.availableMemory()`: what the instance may still take, in bytes. A 32-bit memory has at most 4 GiB. */
export function availableMemory(): number {
  const { memory, memoryLimit } = usage();
  return (memoryLimit || 2 ** 32) - memory;
}

/**
 * `process.resourceUsage()`. An instance has no files, messages, signals or page faults of its own that anybody counts: as
 * on systems that do not count them, those are 0. https://nodejs.org/api/process.html#processresourceusage
 */
export function resourceUsage(): NodeJS.ResourceUsage {
  const { memory, userCpu: userCPUTime, systemCpu: systemCPUTime } = usage();
  return {
    userCPUTime,
    systemCPUTime,
    maxRSS: Math.ceil(memory / 1024),
    sharedMemorySize: 0,
    unsharedDataSize: 0,
    unsharedStackSize: 0,
    minorPageFault: 0,
    majorPageFault: 0,
    swappedOut: 0,
    fsRead: 0,
    fsWrite: 0,
    ipcSent: 0,
    ipcReceived: 0,
    signalsCount: 0,
    voluntaryContextSwitches: 0,
    involuntaryContextSwitches: 0,
  };
}
