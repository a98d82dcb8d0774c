import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { createWasiImports } from '../../../host-bridge/wasi.ts';

const exit = (code: number): never => {
  throw new RangeError(`exit ${code}`);
};

test('shows the engine nothing of the host', () => {
  const imports = createWasiImports({ exit });
  expect(imports['wasi:cli/environment'].getEnvironment()).toEqual([]);
  expect(imports['wasi:cli/environment'].getArguments()).toEqual([]);
  expect(imports['wasi:cli/environment'].initialCwd()).toBeUndefined();
  expect(imports['wasi:filesystem/preopens'].getDirectories()).toEqual([]);
  expect(imports['wasi:cli/terminal-stdout'].getTerminalStdout()).toBeUndefined();
  expect(Object.keys(imports).filter((name) => /sockets|http/.test(name))).toEqual([]);
  expect(() => imports['wasi:cli/stdin'].getStdin().blockingRead(1n)).toThrow(
    expect.objectContaining({ payload: { tag: 'closed' } }),
  );
});

test('hands what the engine prints to the sink', () => {
  const printed: string[] = [];
  const imports = createWasiImports({ exit, output: (bytes) => printed.push(Buffer.from(bytes).toString()) });
  imports['wasi:cli/stderr'].getStderr().blockingWriteAndFlush(Buffer.from('panicked'));
  imports['wasi:cli/stdout'].getStdout().write(Buffer.from('!'));
  expect(printed).toEqual(['panicked', '!']);
});

test('ends the run and not the process when the engine exits', () => {
  const { exit: engineExit } = createWasiImports({ exit })['wasi:cli/exit'];
  expect(() => engineExit({ tag: 'ok', val: undefined })).toThrow('exit 0');
  expect(() => engineExit({ tag: 'err', val: undefined })).toThrow('exit 1');
});

test('gives another seed each time, bounded random bytes and a clock that runs', () => {
  const imports = createWasiImports({ exit });
  expect(imports['wasi:random/insecure-seed'].insecureSeed()).not.toEqual(
    imports['wasi:random/insecure-seed'].insecureSeed(),
  );
  expect(imports['wasi:random/random'].getRandomBytes(2n ** 63n).length).toBe(65536);
  const { now } = imports['wasi:clocks/monotonic-clock'];
  const first = now();
  expect(now()).toBeGreaterThanOrEqual(first);
  expect(Number(imports['wasi:clocks/wall-clock'].now().seconds)).toBeCloseTo(Date.now() / 1000, -1);
});

test('never blocks the host’s thread', () => {
  const imports = createWasiImports({ exit });
  const before = performance.now();
  const pollable = imports['wasi:clocks/monotonic-clock'].subscribeDuration(10n ** 12n);
  pollable.block();
  imports['wasi:io/poll'].poll([pollable]);
  expect(performance.now() - before).toBeLessThan(100);
});

test('starts no thread: the bridge does not load preview2-shim’s I/O worker', () => {
  const script = `
    const { createHostBridge } = await import(${JSON.stringify(new URL('../../../host-bridge/index.ts', import.meta.url).href)});
    const now = Date.now();
    const token = { jobId: 'j', allowedPaths: [], deniedPaths: [], allowedCommands: [], allowedTools: [], maxExecutionTime: 1000, createdAt: new Date(now), expiresAt: new Date(now + 1000) };
    const bridge = createHostBridge({ token });
    const resources = process.getActiveResourcesInfo().filter((name) => /Worker|MessagePort/.test(name));
    await bridge.dispose();
    console.log(JSON.stringify({ resources, left: process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|CloseReq/.test(name)) }));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(JSON.parse(output)).toEqual({ resources: [], left: [] });
});
