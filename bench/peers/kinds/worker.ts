/** `new Worker`: a thread with a V8 isolate and all of Node, and no boundary. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { type CpuRun, type Peer, TOOLS, type ToolName, workloadScript } from '../peer.ts';

const echo = (tool: ToolName) => `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', () => parentPort.postMessage(${TOOLS[tool].code}));
  parentPort.postMessage(${TOOLS[tool].code});`;

async function start(code: string): Promise<{ worker: Worker; answer: unknown }> {
  const worker = new Worker(code, { eval: true });
  const [answer] = (await once(worker, 'message')) as [unknown];
  return { worker, answer };
}

async function fresh(tool: ToolName) {
  const { worker, answer } = await start(echo(tool));
  return { answer, close: async () => void (await worker.terminate()) };
}

export const peer: Peer = {
  version: process.version,
  prepare: async () => {},
  fresh,
  async warm() {
    const { worker } = await start(echo('bare'));
    return async () => {
      worker.postMessage(null);
      return ((await once(worker, 'message')) as [unknown])[0];
    };
  },
  live: () => fresh('bare'),
  async cpu() {
    const { worker } = await start(`
      ${workloadScript()}
      const { parentPort } = require('node:worker_threads');
      const all = { integers, json, regex, sort, sha256 };
      parentPort.on('message', (name) => {
        const started = performance.now();
        const result = all[name]();
        parentPort.postMessage({ result, milliseconds: performance.now() - started });
      });
      parentPort.postMessage('ready');`);
    return async (name) => {
      worker.postMessage(name);
      return ((await once(worker, 'message')) as [CpuRun])[0];
    };
  },
  toolBytes: async () => TOOLS.builtin.code.length,
};
