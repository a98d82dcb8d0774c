/** The cache on disk among damage, tampering, and other processes. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createSandbox } from '../../src/index.ts';
import { scratchFolder, token } from './support/sandbox.ts';

const scratch = scratchFolder();
const cache = join(scratch, 'cache');
const entry = join(scratch, 'tool.mjs');
const ROOT = join(import.meta.dirname, '../..');

function writeTool(answer: number, file = entry): void {
  writeFileSync(file, `export const answer = () => ${answer};\n`);
  // Written before the build begins, by any clock.
  utimesSync(file, 1_700_000_000 + answer, 1_700_000_000 + answer);
}

/** What the tool answers in a process that knows nothing yet, and the steps that it took to get there. */
async function load(folder = cache, file = entry): Promise<{ answer: unknown; steps: string[] }> {
  const steps: string[] = [];
  await using sandbox = createSandbox({ cache: folder, maxWorkers: 1, onStep: (step) => void steps.push(step) });
  const tool = await sandbox.load(file);
  return { answer: await tool.invoke(undefined, { token: token() }), steps };
}

const files = (folder: string) => readdirSync(join(cache, folder)).map((name) => join(cache, folder, name));
/** The files of the tool as it is now: its component, its artifact, its largest core module. */
async function ownFiles(): Promise<Record<'components' | 'artifacts' | 'modules', string>> {
  await using sandbox = createSandbox({ cache, maxWorkers: 1 });
  const { component, modules } = (await sandbox.load(entry)).artifact.manifest;
  const [module] = Object.values(modules).sort((a, b) => b.bytes - a.bytes);
  return {
    components: join(cache, 'components', `${component}.wasm`),
    artifacts: files('artifacts').find((file) => file.includes(component)) as string,
    modules: join(cache, 'modules', `${module?.sha256}.wasm`),
  };
}

beforeAll(async () => {
  writeTool(1);
  await load();
});

describe('one process', () => {
  test('finds everything again', async () => {
    expect(await load()).toEqual({ answer: 1, steps: ['cached', 'transpile', 'compile'] });
  });

  test('keeps it from others', () => {
    for (const folder of ['.', 'builds', 'components', 'artifacts', 'modules'])
      expect(statSync(join(cache, folder)).mode & 0o777).toBe(0o700);
    for (const folder of ['builds', 'components', 'artifacts', 'modules'])
      for (const file of files(folder)) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(cache, 'key')).mode & 0o777).toBe(0o600);
  });

  const damages: [string, (file: string) => void][] = [
    ['cut', (file) => truncateSync(file, statSync(file).size >> 1)],
    ['emptied', (file) => truncateSync(file, 0)],
    ['longer', (file) => appendFileSync(file, 'x')],
    ['gone', (file) => rmSync(file)],
    [
      'changed in one bit',
      (file) => {
        const data = readFileSync(file);
        data[data.length - 2] = (data[data.length - 2] as number) ^ 1;
        writeFileSync(file, data);
      },
    ],
  ];
  test.each(
    (['components', 'artifacts', 'modules'] as const).flatMap((folder) =>
      damages.map(([how, damage]) => [folder, how, damage] as const),
    ),
  )('%s: a file that is %s is made again', async (folder, _, damage) => {
    const file = (await ownFiles())[folder];
    const before = readFileSync(file);
    damage(file);
    expect((await load()).answer).toBe(1);
    // A component that is built anew has another hash: its engine's snapshot is never the same twice.
    if (folder !== 'components') expect(readFileSync(file).equals(before)).toBe(true);
    expect((await load()).steps).toEqual(['cached', 'transpile', 'compile']);
  });

  test.each(damages)('every record %s: built again', async (_, damage) => {
    for (const folder of ['builds', 'tools', 'maps']) for (const file of files(folder)) damage(file);
    const { answer, steps } = await load();
    expect(answer).toBe(1);
    expect(steps).toContain('componentize');
    expect((await load()).steps).toEqual(['cached', 'transpile', 'compile']);
  });

  test('a record of another tool, whole and sealed, is not taken for this one', async () => {
    const other = join(scratch, 'other.mjs');
    writeTool(666, other);
    const before = new Set(files('builds'));
    await load(cache, other);
    const [evil] = files('builds').filter((file) => !before.has(file));
    for (const file of before) copyFileSync(evil as string, file);
    const { answer } = await load();
    expect(answer).toBe(1);
    const { artifacts } = await ownFiles();
    for (const file of files('artifacts')) if (file !== artifacts) copyFileSync(artifacts, file);
    expect((await load()).answer).toBe(1);
    expect((await load(cache, other)).answer).toBe(666);
  });

  test('a cache whose key is not ours alone is neither believed nor written', async () => {
    const folder = join(scratch, 'shared');
    mkdirSync(folder);
    writeFileSync(join(folder, 'key'), Buffer.alloc(32));
    chmodSync(join(folder, 'key'), 0o644);
    const warnings: string[] = [];
    const onWarning = (warning: Error) => void warnings.push(warning.message);
    process.on('warning', onWarning);
    expect((await load(folder)).answer).toBe(1);
    const { answer, steps } = await load(folder);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(answer).toBe(1);
    expect(steps).toContain('componentize');
    expect(warnings.join()).toMatch(/The cache could not be written: .*key has to be a file of this user's alone/);
    expect(existsSync(join(folder, 'builds'))).toBe(false);
  });

  test('a cache that cannot be written is a warning, not a failure', async () => {
    const folder = join(scratch, 'no-folder');
    writeFileSync(folder, '');
    expect((await load(folder)).answer).toBe(1);
  });

  test('a changed input is built again, and one that changes during the build is not remembered', async () => {
    const file = join(scratch, 'changing.mjs');
    writeTool(1, file);
    expect((await load(cache, file)).answer).toBe(1);
    writeTool(2, file);
    expect((await load(cache, file)).answer).toBe(2);
    writeTool(3, file);
    const steps: string[] = [];
    await using sandbox = createSandbox({
      cache,
      maxWorkers: 1,
      onStep: (step) => {
        // The bundler has read it by now.
        if (step === 'componentize' && !steps.includes(step)) utimesSync(file, new Date(), new Date(Date.now() + 5000));
        steps.push(step);
      },
    });
    await sandbox.build(file, { snapshot: 'deferred' });
    const again: string[] = [];
    await using second = createSandbox({ cache, maxWorkers: 1, onStep: (step) => void again.push(step) });
    await second.build(file, { snapshot: 'deferred' });
    expect(again).not.toContain('cached');
  });
});

let loaders = 0;

/** A process that loads the tool, and says each step and the answer. */
function loader(folder: string, file: string): { child: ChildProcess; output: () => string } {
  const code = `
    const { createSandbox } = await import(${JSON.stringify(join(ROOT, 'src/index.ts'))});
    const token = ${JSON.stringify(token())};
    await using sandbox = createSandbox({ cache: ${JSON.stringify(folder)}, maxWorkers: 1, onStep: (step) => console.log(step) });
    const tool = await sandbox.load(${JSON.stringify(file)});
    console.log('answer', await tool.invoke(undefined, { token }));`;
  const script = join(scratch, `loader-${++loaders}.mjs`);
  writeFileSync(script, code);
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part) => (text += part));
  return { child, output: () => text };
}

describe('several processes', () => {
  test('that build the same thing at once all get it, and leave a whole cache', async () => {
    const folder = join(scratch, 'at-once');
    const running = Array.from({ length: 3 }, () => loader(folder, entry));
    await Promise.all(running.map(({ child }) => once(child, 'close')));
    for (const { child, output } of running) {
      expect(output()).toMatch(/^answer 1$/m);
      expect(output()).not.toMatch(/warning/i);
      expect(child.exitCode).toBe(0);
    }
    expect(await load(folder)).toEqual({ answer: 1, steps: ['cached', 'transpile', 'compile'] });
  });

  test('one that is killed in the middle leaves nothing that is believed', async () => {
    const folder = join(scratch, 'killed');
    // At each step, and while it writes.
    for (const step of ['bundle', 'componentize', 'transpile']) {
      const { child, output } = loader(folder, entry);
      while (!output().includes(step)) await once(child.stdout as NodeJS.ReadableStream, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      expect(output()).not.toMatch(/^answer/m);
    }
    expect((await load(folder)).answer).toBe(1);
    expect((await load(folder)).steps).toEqual(['cached', 'transpile', 'compile']);
  });

  test('a bound that holds nothing still lets everything run', async () => {
    const folder = join(scratch, 'tiny');
    process.env['WASI_NODE_CACHE_BYTES'] = '1';
    try {
      expect((await load(folder)).answer).toBe(1);
      expect((await load(folder)).answer).toBe(1);
      expect(existsSync(dirname(join(folder, 'key')))).toBe(true);
    } finally {
      delete process.env['WASI_NODE_CACHE_BYTES'];
    }
  });
});
