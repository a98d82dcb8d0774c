/** The worker thread's entry: it loads components and runs the jobs that it is given. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Compiler, loadCompiler } from '../../host-bridge/index.ts';
import { childRegistry } from './child-table.ts';
import { type RunningJob, runJob } from './job.ts';
import type { FromWorker, LoadedComponent, ToWorker } from './messages.ts';
import { COMPILE_TOKENS } from './stack.ts';

if (parentPort === null) throw new TypeError('worker.ts is the entry of a worker thread');
const port = parentPort;
const registry = childRegistry((workerData as { children: SharedArrayBuffer }).children);
const components = new Map<string, LoadedComponent>();
const running = new Map<number, RunningJob>();

function post(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

let compiler: Promise<Compiler> | undefined;
const theCompiler = () => (compiler ??= loadCompiler({ tokensHere: COMPILE_TOKENS }));

/** It evaluates modules at run time. */
const compiles = ({ imports }: LoadedComponent) => imports.includes('zora:node/compiler');

/**
 * Loads ahead what instances of a component will want. One that runs scripts imports everything, and most scripts use little of it:
 * there it is loaded when it is used.
 */
function prefetch(component: LoadedComponent): void {
  if (compiles(component)) {
    void theCompiler();
    return;
  }
  if (component.imports.includes('zora:node/child-process')) void import('execa');
  if (component.imports.includes('zora:node/http')) void import('undici');
}

async function start({ job }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const component = components.get(job.component);
  if (component === undefined) throw new TypeError(`component ${job.component} was not loaded into this worker`);
  const run = runJob(component, job, {
    compiler: compiles(component) ? await theCompiler() : undefined,
    registry,
    audit: (event) => post({ type: 'audit', id: job.id, event }),
    ask: (question, request) => post({ type: 'authorize', id: job.id, question, request }),
    output: (stream, data) => post({ type: 'output', id: job.id, stream, data }),
  });
  running.set(job.id, run);
  void run.outcome.then((outcome) => {
    running.delete(job.id);
    post({ type: 'end', id: job.id, outcome, suspended: run.suspended });
  });
}

port.on('message', (message: ToWorker) => {
  switch (message.type) {
    case 'load':
      components.set(message.component.id, message.component);
      prefetch(message.component);
      break;
    case 'run':
      void start(message);
      break;
    case 'stop':
      running.get(message.id)?.stop(message.code, message.message);
      post({ type: 'stopping', id: message.id });
      break;
    case 'authorized':
      running.get(message.id)?.answer(message.question, message.allowed);
      break;
  }
});

post({ type: 'ready' });
