/** `node:worker_threads` in scripts: what Node does, and what the sandbox adds. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { GrantInput, TokenInput } from '../../../src/index.ts';
import { fileSandbox, rejection, scratchFolder, token } from '../support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 2 });
const folder = scratchFolder();
let count = 0;

function write(text: string, name = `script${++count}.cjs`): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function inSandbox(text: string, rights: { token?: Partial<TokenInput>; grant?: GrantInput } = {}) {
  const program = await sandbox.loadScript(write(text));
  const output = ['', ''];
  const code = await program.run({
    token: token({ allowedPaths: [folder], ...rights.token }),
    grant: rights.grant,
    cwd: folder,
    output: (stream, data) => {
      output[stream - 1] += Buffer.from(data).toString();
    },
  });
  return { code, stdout: output[0], stderr: output[1] };
}

/** What comes over different channels comes in any order. */
const sorted = (text: string | undefined) => text?.split('\n').sort();

/** Runs a script in Node and in the sandbox, which have to print the same. */
async function same(text: string): Promise<string> {
  const native = spawnSync(process.execPath, ['--no-warnings', write(text)], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  });
  const ran = await inSandbox(text);
  expect(sorted(ran.stdout)).toEqual(sorted(native.stdout));
  expect(ran.code).toBe(native.status);
  return native.stdout;
}

describe('as in Node', () => {
  test('messages both ways, with data, buffers and ports', async () => {
    const printed = await same(`
      const { Worker, MessageChannel } = require('worker_threads');
      const { port1, port2 } = new MessageChannel();
      const buffer = new Uint8Array([1, 2, 3]).buffer;
      const worker = new Worker(\`
        const { parentPort, workerData, isMainThread, threadId } = require('worker_threads');
        parentPort.once('message', ({ port, map, view }) => {
          port.postMessage([isMainThread, threadId, workerData, [...map], [...view]]);
          port.close();
          parentPort.postMessage(new TypeError('sent'));
        });
      \`, { eval: true, workerData: { nested: [new Date(0), null, undefined, 1n] } });
      worker.postMessage({ port: port2, map: new Map([['a', 1]]), view: new Uint8Array(buffer) }, [port2, buffer]);
      port1.on('message', (m) => console.log('port', m, buffer.byteLength));
      port1.on('close', () => console.log('closed'));
      worker.on('message', (error) => console.log(error.name, error.message, error instanceof TypeError));
      worker.on('exit', (code) => console.log('exit', code, worker.threadId));
    `);
    expect(printed).toContain('exit 0');
  });

  test('exit codes, errors, and the order of events', async () => {
    await same(`
      const { Worker } = require('worker_threads');
      const run = (text) => new Promise((resolve) => {
        const log = [];
        const worker = new Worker(text, { eval: true });
        for (const event of ['online', 'message']) worker.on(event, (value) => log.push([event, value]));
        worker.on('error', (error) => log.push(['error', error?.name, error?.message, error?.code, error?.own]));
        worker.on('exit', (code) => resolve([...log, ['exit', code]]));
      });
      (async () => {
        console.log(await run('process.exit(5)'));
        console.log(await run('process.exitCode = 6'));
        console.log(await run('throw Object.assign(new RangeError("no"), { code: "E_OWN", own: { a: 1 } })'));
        console.log(await run('Promise.reject(new Error("unhandled"))'));
        console.log(await run('throw 5'));
        console.log(await run('process.on("exit", (code) => require("worker_threads").parentPort.postMessage(code)); process.exit(3)'));
        console.log(await run('syntax error here'). map(([event, name]) => [event, event === 'error' ? name : 0]));
      })();
    `);
  });

  test('standard streams lead to and from the parent', async () => {
    const printed = await same(`
      const { Worker } = require('worker_threads');
      const worker = new Worker(\`
        let all = '';
        process.stdin.setEncoding('utf8').on('data', (text) => { all += text; }).on('end', () => console.log(all.toUpperCase()));
      \`, { eval: true, stdin: true, stdout: true });
      worker.stdin.end('shout');
      worker.stdout.setEncoding('utf8').on('data', (text) => console.log('worker says', text.trim()));
      new Worker('console.log("straight through", process.argv.slice(2), process.env.ONLY)', { eval: true, argv: ['x'], env: { ONLY: 'this' } })
        .on('exit', () => console.log('done'));
    `);
    expect(printed).toContain('worker says SHOUT');
  });

  test('terminate, unref, environment data, broadcast channels, nested workers', async () => {
    await same(`
      const { Worker, BroadcastChannel, setEnvironmentData } = require('worker_threads');
      setEnvironmentData('key', [1]);
      const channel = new BroadcastChannel('all');
      channel.onmessage = ({ data }) => { console.log('heard', data); channel.close(); };
      const forever = new Worker('setInterval(() => {}, 1000)', { eval: true });
      forever.on('online', async () => {
        console.log('terminated', await forever.terminate());
        new Worker('setInterval(() => {}, 1000)', { eval: true }).unref();
        const outer = new Worker(\`
          const { Worker, parentPort, BroadcastChannel, getEnvironmentData } = require('worker_threads');
          new BroadcastChannel('all').postMessage(getEnvironmentData('key'));
          new Worker('require("worker_threads").parentPort.postMessage("innermost")', { eval: true })
            .on('message', (m) => { parentPort.postMessage(m); process.exit(0); });
        \`, { eval: true });
        outer.on('message', (m) => console.log(m));
      });
    `);
  });

  test('files and URLs', async () => {
    write(
      `import { parentPort } from 'node:worker_threads';\nparentPort.postMessage(import.meta.filename.split('/').at(-1));`,
      'file.mjs',
    );
    await same(`
      const { Worker } = require('worker_threads');
      const path = require('path'), { pathToFileURL } = require('url');
      const print = (worker) => new Promise((resolve) => worker.on('message', console.log).on('exit', resolve));
      (async () => {
        await print(new Worker('./file.mjs'));
        await print(new Worker(pathToFileURL(path.resolve('file.mjs'))));
        await print(new Worker(new URL("data:text/javascript,import { parentPort } from 'worker_threads'; parentPort.postMessage(7)")));
        for (const given of ['file.mjs', 5, 'file:///x']) {
          try { new Worker(given); } catch (error) { console.log(error.code, error.message); }
        }
      })();
    `);
  });
});

describe('in the sandbox', () => {
  test('what a worker may do is what its program may', async () => {
    const { stdout } = await inSandbox(`
      const { Worker } = require('worker_threads');
      new Worker(\`
        const fs = require('fs'), child = require('child_process');
        const tried = [() => fs.readFileSync('/etc/passwd'), () => child.execFileSync('ls'), () => process.env.PATH]
          .map((call) => { try { return call() ?? 'nothing'; } catch (error) { return error.code; } });
        require('worker_threads').parentPort.postMessage(tried);
      \`, { eval: true }).on('message', (m) => console.log(JSON.stringify(m)));
    `);
    expect(JSON.parse(stdout as string)).toEqual(['ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED', 'nothing']);
  });

  test('all instances count against the same limits, and the grant says how many there are', async () => {
    const { stdout } = await inSandbox(
      `
      const { Worker } = require('worker_threads');
      const fs = require('fs');
      const held = fs.openSync(__filename);
      const worker = new Worker(\`
        const fs = require('fs'); let open = 0;
        try { for (;;) { fs.openSync(require('worker_threads').workerData); open++; } } catch (error) {
          require('worker_threads').parentPort.postMessage([open, error.code]);
        }
        setInterval(() => {}, 1000);
      \`, { eval: true, workerData: __filename });
      worker.on('message', (m) => {
        let code; try { new Worker('', { eval: true }); } catch (error) { code = error.code; }
        console.log(JSON.stringify([...m, code]));
        worker.terminate();
      });
      `,
      { grant: { limits: { workers: 1, openFiles: 6 } } },
    );
    expect(JSON.parse(stdout as string)).toEqual([5, expect.stringMatching(/^E/), 'ERR_LIMIT_EXCEEDED']);
  });

  test('shared memory is refused, not copied', async () => {
    const { stdout } = await inSandbox(`
      const { Worker } = require('worker_threads');
      const worker = new Worker('', { eval: true });
      try { worker.postMessage(new SharedArrayBuffer(8)); } catch (error) { console.log(error.name, error.code); }
    `);
    expect(stdout).toBe('DataCloneError 25\n');
  });

  test('a worker that spins ends with its program, in time', async () => {
    const program = await sandbox.loadScript(
      write(`new (require('worker_threads').Worker)('for (;;);', { eval: true }); setInterval(() => {}, 10);`),
    );
    const run = program.run({ token: token({ allowedPaths: [folder], maxExecutionTime: 700 }), cwd: folder });
    expect(await rejection(run)).toMatchObject({ code: 'ERR_TOOL_TIMEOUT' });
  });

  test('a worker that runs out of memory or stack is an error of its own', async () => {
    const { stdout } = await inSandbox(
      `
      const { Worker } = require('worker_threads');
      const run = (text) => new Promise((resolve) => new Worker(text, { eval: true }).on('error', (error) => console.log(error.name)).on('exit', resolve));
      (async () => {
        console.log(await run('const f = () => f() + 1; f()'));
        console.log('the program goes on');
      })();
      `,
    );
    expect(stdout).toBe('RangeError\n1\nthe program goes on\n');
  });
});
