/** What only a running program can show: hooks on promises and resources, the module loader's channels, the globals as Node has them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSandbox, scratchFolder, token } from '../support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 1 });
const folder = scratchFolder();
let count = 0;

/** Runs a CommonJS script, which prints one JSON value. */
async function run(text: string, files: Record<string, string> = {}): Promise<unknown> {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  const script = join(folder, `script${++count}.cjs`);
  writeFileSync(script, text);
  const program = await sandbox.loadScript(script);
  const output = ['', ''];
  const code = await program.run({
    token: token({ allowedPaths: [folder] }),
    cwd: folder,
    output: (stream, data) => {
      output[stream - 1] += Buffer.from(data).toString();
    },
  });
  expect({ code, stderr: output[1] }).toEqual({ code: 0, stderr: expect.any(String) });
  return JSON.parse(output[0] as string);
}

test('promise hooks see a promise from its making to its end, its reactions within', async () => {
  const log = await run(`
    const { promiseHooks } = require('node:v8');
    const ids = new Map();
    const id = (promise) => (ids.has(promise) ? ids.get(promise) : (ids.set(promise, ids.size), ids.size - 1));
    const log = [];
    const stop = promiseHooks.createHook({
      init: (promise, parent) => log.push(['init', id(promise), parent === undefined ? null : id(parent)]),
      before: (promise) => log.push(['before', id(promise)]),
      after: (promise) => log.push(['after', id(promise)]),
      settled: (promise) => log.push(['settled', id(promise)]),
    });
    Promise.resolve().then(() => log.push('first')).then(() => { log.push('second'); stop(); Promise.resolve(); });
    setTimeout(() => console.log(JSON.stringify(log)), 5);
  `);
  expect(log).toEqual([
    ['init', 0, null],
    ['settled', 0],
    ['init', 1, 0],
    ['init', 2, 1],
    ['before', 1],
    'first',
    ['settled', 1],
    ['after', 1],
    ['before', 2],
    'second',
  ]);
});

test('promise hooks refuse async functions', async () => {
  const codes = await run(`
    const { promiseHooks } = require('node:v8');
    const tried = [async () => {}, async function () {}, async function* () {}, 5].map((hook) => {
      try { promiseHooks.onInit(hook); return 'taken'; } catch (error) { return error.code; }
    });
    console.log(JSON.stringify(tried));
  `);
  expect(codes).toEqual(Array(4).fill('ERR_INVALID_ARG_TYPE'));
});

test('async hooks follow timers, ticks and promises; an uncaught error is thrown within its resource', async () => {
  const seen = await run(`
    const { createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = require('node:async_hooks');
    const types = new Map();
    const log = [];
    const hook = createHook({
      init: (id, type, trigger) => { types.set(id, type); log.push(['init', type, trigger === 1 ? 'program' : types.get(trigger)]); },
      before: (id) => log.push(['before', types.get(id)]),
      after: (id) => log.push(['after', types.get(id)]),
      destroy: (id) => log.push(['destroy', types.get(id)]),
    }).enable();
    process.on('uncaughtException', () => log.push(['uncaught', types.get(executionAsyncId())]));
    const timer = setTimeout(() => {
      log.push(['is', executionAsyncResource() === timer, triggerAsyncId()]);
      Promise.resolve().then(() => { hook.disable(); console.log(JSON.stringify(log)); });
      throw new Error('out');
    }, 1);
  `);
  expect(seen).toEqual([
    ['init', 'Timeout', 'program'],
    ['before', 'Timeout'],
    ['is', true, 1],
    ['init', 'PROMISE', 'Timeout'],
    ['init', 'PROMISE', 'PROMISE'],
    ['uncaught', 'Timeout'],
    ['after', 'Timeout'],
    ['before', 'PROMISE'],
  ]);
});

test('require and import are traced, and cycles warn of what is not there yet', async () => {
  const seen = await run(
    `
    const channels = require('node:diagnostics_channel');
    const log = [];
    for (const name of ['module.require', 'module.import']) {
      for (const event of ['start', 'end', 'error', 'asyncEnd'])
        channels.tracingChannel(name)[event].subscribe((context) => log.push([name, event, context.id ?? context.url]));
    }
    process.on('warning', (warning) => log.push(warning.message));
    const missing = require('./cycle-a.cjs');
    import('./missing.mjs').catch(() => setImmediate(() => console.log(JSON.stringify(log))));
  `,
    {
      'cycle-a.cjs': `exports.early = 1; require('./cycle-b.cjs');`,
      'cycle-b.cjs': `const a = require('./cycle-a.cjs'); a.early; a.late;`,
    },
  );
  expect(seen).toEqual([
    ['module.require', 'start', './cycle-a.cjs'],
    ['module.require', 'start', './cycle-b.cjs'],
    ['module.require', 'start', './cycle-a.cjs'],
    ['module.require', 'end', './cycle-a.cjs'],
    ['module.require', 'end', './cycle-b.cjs'],
    ['module.require', 'end', './cycle-a.cjs'],
    ['module.import', 'start', './missing.mjs'],
    ['module.import', 'end', './missing.mjs'],
    "Accessing non-existent property 'late' of module exports inside circular dependency",
    ['module.import', 'error', './missing.mjs'],
    ['module.import', 'asyncEnd', './missing.mjs'],
  ]);
});

test('globals are what Node has, to those who list them too', async () => {
  const seen = await run(`
    const { types } = require('node:util');
    const accessors = ['process', 'Buffer', 'performance', 'crypto', 'navigator'].map((name) => {
      const { get, set } = Object.getOwnPropertyDescriptor(globalThis, name);
      return [get?.name, set?.name];
    });
    const cause = {};
    console.log(JSON.stringify([
      Object.keys(globalThis).sort(),
      accessors,
      new DOMException('text', { name: 'AbortError', cause }).cause === cause,
      new DOMException('text').name,
      [new Proxy({}, {}), Proxy.revocable({}, {}).proxy, {}].map(types.isProxy),
      new Proxy(AbortSignal.abort(), {}).aborted,
      navigator.language,
      Object.keys(process.resourceUsage()).length,
    ]));
  `);
  expect(seen).toEqual([
    'atob btoa clearImmediate clearInterval clearTimeout crypto fetch global navigator performance queueMicrotask setImmediate setInterval setTimeout structuredClone'.split(
      ' ',
    ),
    [
      ['get process', 'set process'],
      ['get Buffer', 'set Buffer'],
      ['get performance', 'set performance'],
      ['get crypto', null],
      ['get navigator', null],
    ],
    true,
    'Error',
    [true, true, false],
    true,
    'en-US',
    16,
  ]);
});

test('histograms count, and clones of them see what is counted', async () => {
  const seen = await run(`
    const { createHistogram, monitorEventLoopDelay, performance } = require('node:perf_hooks');
    const all = createHistogram();
    for (let value = 1; value <= 100; value++) all.record(value);
    all.record(123_456_789n);
    const other = createHistogram();
    other.add(all);
    const clone = structuredClone(other);
    other.record(1);
    const small = createHistogram({ lowest: 1, highest: 10, figures: 1 });
    small.record(11);
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const before = performance.eventLoopUtilization();
    setTimeout(() => {
      const { idle, active, utilization } = performance.eventLoopUtilization(before);
      console.log(JSON.stringify([
        all.count, all.min, all.max, all.percentile(50), all.percentile(100), clone.count, String(clone.countBigInt),
        small.count, small.exceeds, delays.count > 1, delays.disable(), delays.disable(), idle > 0, active > 0, utilization < 1,
      ]));
    }, 30);
  `);
  expect(seen).toEqual([101, 1, 123_456_789, 51, 123_400_000, 102, '102', 0, 1, true, true, false, true, true, true]);
});

test('what is registered for the end is called there, if it is still alive', async () => {
  const seen = await run(`
    const log = [];
    const kept = { name: 'kept' };
    globalThis.kept = kept;
    process.finalization.register(kept, (object, event) => { log.push([object.name, event]); console.log(JSON.stringify(log)); });
    process.finalization.registerBeforeExit(kept, (object, event) => log.push([object.name, event]));
    const gone = {};
    globalThis.gone = gone;
    process.finalization.register(gone, () => log.push('never'));
    process.finalization.unregister(gone);
  `);
  expect(seen).toEqual([
    ['kept', 'beforeExit'],
    ['kept', 'exit'],
  ]);
});

test('domains are there from the moment that a program asks for them', async () => {
  const seen = await run(`
    const before = 'domain' in process;
    const domain = require('domain');
    const log = [before, process.domain];
    const one = domain.create();
    one.on('error', (error) => { log.push(error.message, process.domain === undefined); });
    one.run(() => setTimeout(() => { log.push(process.domain === one); throw new Error('in it'); }, 1));
    setTimeout(() => console.log(JSON.stringify(log)), 20);
  `);
  expect(seen).toEqual([false, null, true, 'in it', true]);
});
