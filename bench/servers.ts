/** The servers of the benchmark, in a process of their own: they cost the guest and native Node the same. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Servers that run until they are disposed of. */
export interface Servers extends Disposable {
  /** TCP on loopback: sends back what it gets. */
  echoPort: number;
  /** HTTP on loopback: `/json`, `/bytes/N`, `/count`. */
  httpPort: number;
}

/** Starts them. */
export async function startServers(): Promise<Servers> {
  const child = fork(join(import.meta.dirname, 'server-process.ts'));
  const [ports] = (await once(child, 'message')) as [{ echoPort: number; httpPort: number }];
  return { ...ports, [Symbol.dispose]: () => child.disconnect() };
}
