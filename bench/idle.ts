/**
 * `node --expose-gc bench/idle.ts`: idle connections that guests hold, in one instance and across several, and what each costs of this
 * process's memory (instances included) beside the same natively. Each case is a process of its own: memory is not given back.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Grant } from '../host-bridge/index.ts';
import { callInline } from './inline.ts';
import type { AddRow } from './network.ts';
import { load } from './network.ts';
import { startServers } from './servers.ts';
import * as native from './tools/sockets.ts';

/** One case. */
interface Case {
  instances: number;
  /** Connections of each. */
  count: number;
  native: boolean;
  port: number;
}

interface Figures {
  /** Milliseconds until all were there. */
  milliseconds: number;
  /** Bytes of resident memory for each connection. */
  bytes: number;
}

const REST = 400;
const GRANT: Grant = { network: { allow: ['127.0.0.1'] }, limits: { sockets: 10_000 } };

function resident(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss();
}

async function measure({ instances, count, native: natively, port }: Case): Promise<Figures> {
  const component = natively ? undefined : await load('sockets');
  // One that has come and gone: what is loaded once is not counted.
  const warmUp = { port, count: 10, rest: 0 };
  if (component === undefined) await native.hold(warmUp);
  else await callInline(component, 'hold', warmUp, GRANT);
  for (let i = 0; i < 5; i++) {
    resident();
    await sleep(50);
  }
  const before = resident();
  const started = performance.now();
  let milliseconds = 0;
  let after = 0;
  let holding = 0;
  const held = () => {
    if (++holding < instances) return;
    milliseconds = performance.now() - started;
    after = resident();
  };
  const input = { port, count, rest: REST + instances * count };
  const one = async (): Promise<unknown> => {
    if (component !== undefined) return (await callInline(component, 'hold', input, GRANT, { stdout: held })).output;
    const answers = native.hold(input);
    // It says so before the first wait of its own is over.
    setTimeout(held, REST / 2 + count);
    return answers;
  };
  const answers = await Promise.all(Array.from({ length: instances }, one));
  const lost = answers.filter((answered) => answered !== count);
  if (lost.length > 0) throw new Error(`connections that were lost: ${lost} of ${count}`);
  return { milliseconds, bytes: (after - before) / (instances * count) };
}

async function apart(what: Case): Promise<Figures> {
  const child = fork(import.meta.filename, [], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(what);
  const [figures] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the case ended with code ${code}`))),
  ])) as [Figures];
  child.kill();
  return figures;
}

/** The rows of idle connections. */
export async function idleRows(add: AddRow): Promise<void> {
  using servers = await startServers();
  const port = servers.echoPort;
  const one = (value: number) => ({ median: value, minimum: value, maximum: value, runs: 1 });
  for (const [name, instances] of [
    ['1,000 idle connections', 1],
    ['5,000 idle connections, 5 instances', 5],
  ] as const) {
    const base = await apart({ instances, count: 1000, native: true, port });
    const guest = await apart({ instances, count: 1000, native: false, port });
    add(`${name}: opened, guest`, 'ms', one(guest.milliseconds));
    add(`${name}: memory for each, native`, 'KB', one(base.bytes / 1024));
    add(`${name}: memory for each, guest`, 'KB', one(guest.bytes / 1024));
  }
}

if (process.send !== undefined && import.meta.main) {
  const [what] = (await once(process, 'message')) as [Case];
  process.send(await measure(what));
}
