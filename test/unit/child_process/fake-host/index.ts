/** The host's half in unit tests of node:child_process, by interface. */
import { PassThrough, Readable } from 'node:stream';
import { InputStream, OutputStream } from './streams.ts';

export { spawn, spawnSync } from './child-process.ts';
export { drive, reactorHost } from './reactor.ts';
export { InputStream, OutputStream };

const started = performance.now();

/** `zora:node/system`. */
export const system = {
  getInfo: () => ({
    platform: process.platform,
    arch: process.arch,
    eol: '\n',
    nodeVersion: 'v24.10.0',
    versions: [],
    execPath: process.execPath,
    cwd: process.cwd(),
    argv: [],
    pid: process.pid,
    ppid: process.ppid,
    timeOrigin: performance.timeOrigin,
    seed: 1,
  }),
  getEnvironment: () => Object.entries(process.env),
  now: () => performance.now() - started,
  decode: (label: string, data: Uint8Array, fatal: boolean) =>
    new TextDecoder(label, { fatal, ignoreBOM: true }).decode(data),
  encodeUtf8: (text: string) => new TextEncoder().encode(text),
};

/** `zora:node/stdio`: the test's own. */
export const stdio = {
  getStdin: () => new InputStream(Readable.from([])),
  getStdout: () => new OutputStream(new PassThrough()),
  getStderr: () => new OutputStream(stderr),
  getTerminal: () => ({ stdin: false, stdout: false, stderr: false, columns: 0, rows: 0, colorDepth: 1 }),
};

/** What the guest wrote to its standard error. */
export const stderr = new PassThrough();

/** `zora:node/os`: nothing that these tests ask for. */
export const machine = new Proxy({} as Record<string, unknown>, {
  get: (_, name) => (name === 'then' ? undefined : () => null),
  has: (_, name) => name !== 'then',
});
