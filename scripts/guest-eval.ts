/**
 * Runs one file in the guest engine, for whoever works on a shim: `node scripts/guest-eval.ts file.ts`.
 * The host half is the least that a shim needs (clock, random, standard output); nothing else is there.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { WASIShim } from '@bytecodealliance/preview2-shim/instantiation';
import { bundleWorld } from '../src/build/bundle.ts';
import { componentize } from '../src/build/componentize.ts';
import { shakeProgram } from '../src/build/program.ts';
import { transpile } from '../src/build/transpile.ts';

type State = { tag: 'idle' | 'again' | 'poll' | 'until-ready' | 'until-ready-or'; val?: number };
type Sink = NodeJS.WriteStream;

const [file] = process.argv.slice(2);
if (file === undefined) throw new TypeError('usage: guest-eval FILE');
const started = performance.now();
const program = join(await mkdtemp(join(tmpdir(), 'guest-eval-')), 'program.js');
await writeFile(program, `export const main = () => import(${JSON.stringify(resolve(file))}).then(() => 0);`);
const shaken = await shakeProgram(program);
const deferred = [...shaken.modules.keys()].map((name) => ({ name, reason: 'as asked' }));
const result = await bundleWorld(shaken, { deferred }, 'tool');
await rm(dirname(program), { recursive: true });
const component = await componentize(result, 'tool');
const { glue, modules } = await transpile(component);
if (process.env['GUEST_EVAL_VERBOSE']) {
  console.error(
    `bundle ${[...result.files.values()].reduce((sum, { code }) => sum + code.length, 0)} B, component ${component.byteLength} B, built in ${Math.round(performance.now() - started)} ms`,
  );
  console.error(result.interfaces.join(' '));
  for (const [name, { code }] of result.files) console.error(String(code.length).padStart(8), name);
}

class Pollable {
  ready() {
    return true;
  }
}
class InputStream {
  read(): Uint8Array {
    throw { tag: 'closed' };
  }
  subscribe() {
    return new Pollable();
  }
}
class OutputStream {
  readonly #sink: Sink;
  constructor(sink: Sink) {
    this.#sink = sink;
  }
  checkWrite() {
    return 65536;
  }
  write(data: Uint8Array) {
    this.#sink.write(data);
  }
  end() {}
  flushed() {
    return true;
  }
  subscribe() {
    return new Pollable();
  }
}

let fired: number[] = [];
let woken = false;
let settled = false;
const timeOrigin = Date.now();
const origin = performance.now();
const missing = (name: string) =>
  new Proxy(
    {},
    {
      get: (_, key) =>
        key === 'then'
          ? undefined
          : class {
              constructor() {
                throw new Error(`guest-eval has no ${name}.${String(key)}`);
              }
            },
    },
  );
const imports: Record<string, unknown> = {
  ...(new WASIShim().getImportObject() as object),
  'zora:node/io': { Pollable, InputStream, OutputStream },
  'zora:node/errors': {},
  'zora:node/reactor-host': {
    watch: (_: Pollable, token: number) => fired.push(token),
    unwatch() {},
    wake: () => (woken = true),
  },
  'zora:node/system': {
    getInfo: () => ({
      platform: process.platform,
      arch: process.arch,
      eol: '\n',
      nodeVersion: 'v24.10.0',
      versions: Object.entries(process.versions),
      execPath: process.execPath,
      cwd: process.cwd(),
      argv: [],
      pid: process.pid,
      ppid: process.ppid,
      timeOrigin,
      seed: BigInt(Math.floor(Math.random() * 2 ** 53)),
    }),
    getEnvironment: () => Object.entries(process.env),
    now: () => performance.now() - origin,
    randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
    domainToAscii: (await import('node:url')).domainToASCII,
    domainToUnicode: (await import('node:url')).domainToUnicode,
    decode: (label: string, data: Uint8Array, fatal: boolean) =>
      new TextDecoder(label, { fatal, ignoreBOM: true }).decode(data),
    encodeUtf8: (text: string) => new TextEncoder().encode(text),
    exit: (code: number) => process.exit(code),
  },
  'zora:node/stdio': {
    getStdin: () => new InputStream(),
    getStdout: () => new OutputStream(process.stdout),
    getStderr: () => new OutputStream(process.stderr),
    getTerminal: () => ({ stdin: false, stdout: false, stderr: false, columns: 0, rows: 0, colorDepth: 1 }),
  },
  'zora:node/tool-host': {
    described() {},
    resolve: () => (settled = true),
    reject: ({ stack, name, message, code, properties }: Record<string, string>) => {
      settled = true;
      console.error('REJECTED', code ?? '', stack ?? `${name}: ${message}`, properties);
      process.exitCode = 1;
    },
  },
};
for (const name of result.interfaces) imports[name.replace(/@.*/, '')] ??= missing(name);

const compiled = new Map<string, WebAssembly.Module>();
for (const [name, bytes] of modules) compiled.set(name, await WebAssembly.compile(bytes));
const { instantiate } = (await import(`data:text/javascript;base64,${Buffer.from(glue).toString('base64')}`)) as {
  instantiate(
    get: (name: string) => WebAssembly.Module | undefined,
    imports: object,
  ): Promise<{
    reactor: { turn(ready: Uint32Array): Promise<State> };
    tool: { invoke(name: string, input: string): Promise<void> };
  }>;
};
const { reactor, tool } = await instantiate((name) => compiled.get(name), imports);
await tool.invoke('main', '');
for (;;) {
  woken = false;
  const ready = fired;
  fired = [];
  const state = await reactor.turn(Uint32Array.from(ready));
  if (woken || fired.length > 0 || state.tag === 'again') continue;
  if (state.tag === 'idle') break;
  if (state.tag === 'until-ready') {
    console.error('guest-eval: the guest waits for I/O that this host does not have');
    break;
  }
  await new Promise((done) => (state.tag === 'poll' ? setImmediate(done) : setTimeout(done, state.val)));
}
if (!settled) console.error('guest-eval: the program did not come to its end');
