/** What cannot be had in an instance says so when it is called; what can, works. */
import { expect, test } from 'vitest';
import { scriptRunner } from '../vm/run-both.ts';

const { guest, node } = scriptRunner();

test('what needs threads, processes, a debugger or a database is refused when it is called', async () => {
  const { stdout } = await guest(`
    const calls = {
      move: () => require('worker_threads').moveMessagePortToContext(new MessageChannel().port1, {}),
      fork: () => require('cluster').fork(),
      inspector: () => require('inspector').open(),
      session: () => new (require('inspector/promises').Session)(),
      sqlite: () => new (require('node:sqlite').DatabaseSync)(':memory:'),
      wasi: () => new (require('wasi').WASI)({ version: 'preview1' }),
      tracing: () => require('trace_events').createTracing({ categories: ['v8'] }),
      asset: () => require('node:sea').getAsset('x'),
      run: () => require('node:test').run(),
      ffi: () => require('vm').measureMemory(),
    };
    for (const [name, call] of Object.entries(calls)) {
      try { call(); console.log(name, 'works'); } catch (error) { console.log(name, error.code); }
    }`);
  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(10);
  for (const line of lines) {
    const code = line.startsWith('asset')
      ? 'ERR_NOT_IN_SINGLE_EXECUTABLE_APPLICATION'
      : 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
    expect(line).toMatch(new RegExp(` ${code}$`));
  }
});

test('a program knows that it is the main thread and the primary process', async () => {
  const source = `const { isMainThread, threadId, parentPort, setEnvironmentData, getEnvironmentData } = require('worker_threads');
    setEnvironmentData('k', { v: 1 });
    const { isPrimary, isWorker } = require('cluster');
    console.log(isMainThread, threadId, parentPort, JSON.stringify(getEnvironmentData('k')), isPrimary, isWorker,
      require('node:sea').isSea(), require('inspector').url(), require('sys') === require('util'));`;
  expect((await guest(source)).stdout).toBe(node(source).stdout);
});

test('broadcast channels of one name hear each other', async () => {
  const source = `const { BroadcastChannel: B } = require('worker_threads'); console.log(B === BroadcastChannel);
    const [a, b, c] = [new B('x'), new B('x'), new B('y')];
    c.onmessage = () => console.log('never');
    b.onmessage = ({ data }) => { console.log(JSON.stringify(data)); a.close(); b.close(); c.close(); };
    a.postMessage({ n: [1] });`;
  const ran = await guest(source);
  expect(ran.stdout).toBe(node(source).stdout);
  expect(ran.code).toBe(0);
});
