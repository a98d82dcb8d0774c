/** The worker thread's entry. */
import { parentPort, workerData } from 'node:worker_threads';
import { childRegistry } from './child-table.ts';
import { Executor } from './executor.ts';
import type { FromWorker, ToWorker } from './messages.ts';

if (parentPort === null) throw new TypeError('worker.ts is the entry of a worker thread');
const port = parentPort;
const post = (message: FromWorker): void => port.postMessage(message);
const executor = new Executor(post, childRegistry((workerData as { children: SharedArrayBuffer }).children));

port.on('message', (message: ToWorker) => executor.handle(message));
post({ type: 'ready' });
