/**
 * `npm run pack:check`: packs the package, looks at its files and its size, installs it into an empty folder without our devDependencies,
 * and uses it there as others would. Ends with 1 at the first thing that is not as it should be.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
/** Bytes. The runtime component may be in `dist/` one day; our sources and tests may not. */
const MOST = { packed: 6 * 1024 ** 2, unpacked: 24 * 1024 ** 2 };
const EXPECTED =
  /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md|wit\/[\w-]+\.wit|dist\/.+\.(?:js|mjs|json|map|wasm|d\.ts))$/;

interface Manifest {
  bin: Record<string, string>;
  exports: Record<string, Record<string, string>>;
}

interface Packed {
  filename: string;
  size: number;
  unpackedSize: number;
  files: { path: string }[];
}

/** What is run in the empty folder: a script, and a program that embeds the package. */
const SCRIPT = `
import { readFileSync } from 'node:fs';
const [, , file] = process.argv;
console.log('read:', readFileSync(file as string, 'utf8'));
`;

const EMBEDDER = `
import { createSandbox } from 'wasi-node';
import { createHostBridge } from 'wasi-node/host-bridge';
import { enforceCapability } from 'wasi-node/zora';
await using sandbox = createSandbox();
const tool = await sandbox.load('shell_exec.ts');
const now = Date.now();
const token = {
  jobId: 'pack', allowedPaths: [], deniedPaths: [], allowedCommands: ['git'], allowedTools: [],
  maxExecutionTime: 30_000, createdAt: new Date(now), expiresAt: new Date(now + 60_000),
};
const { stdout } = await tool.invoke({ command: 'git --version' }, { token });
const { allowed } = enforceCapability(token, { type: 'command', target: 'git && rm x' });
await createHostBridge({ token }).dispose();
console.log(stdout.split(' ')[0], allowed ? 'allowed' : 'denied');
`;

const run = (command: string, args: string[], cwd: string): string =>
  execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], env: environment });

const folder = mkdtempSync(join(tmpdir(), 'wasi-node-pack-'));
// Nothing of this machine's: no cache that holds what a first run has to make.
const environment = { ...process.env, WASI_NODE_CACHE: join(folder, 'cache') };
try {
  const packed = pack();
  checkFiles(packed);
  install(packed);
  useIt();
  console.log('The package installs and runs in an empty folder.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pack(): Packed {
  const answer: unknown = JSON.parse(run('npm', ['pack', '--silent', '--json', '--pack-destination', folder], ROOT));
  // npm 11 gives a list, npm 12 an object by the package's name.
  const [packed] = (Array.isArray(answer) ? answer : Object.values(answer as object)) as Packed[];
  assert(packed !== undefined, 'npm pack says what it packed');
  return packed;
}

function checkFiles({ files, size, unpackedSize }: Packed): void {
  const paths = files.map(({ path }) => path);
  console.log(
    `${paths.length} files, ${(size / 1024 ** 2).toFixed(2)} MB packed, ${(unpackedSize / 1024 ** 2).toFixed(2)} MB unpacked`,
  );
  assert.deepEqual(
    paths.filter(
      (path) => !EXPECTED.test(path) || /^(?:dist\/)?(?:test|bench|examples|scripts)\/|node_modules\//.test(path),
    ),
    [],
    'nothing else is in the package',
  );
  assert(size <= MOST.packed && unpackedSize <= MOST.unpacked, 'the package is not too large');
  const { bin, exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
  const needed = [...Object.values(bin), ...Object.values(exports).flatMap((targets) => Object.values(targets))];
  for (const path of needed.map((target) => target.replace(/^\.\//, '')))
    assert(paths.includes(path), `${path} is in the package`);
}

function install({ filename }: Packed): void {
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  run(
    'npm',
    ['install', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--silent', `./${filename}`],
    folder,
  );
  const missing = ['vitest', 'express', 'ioredis', 'assemblyscript'].filter((name) =>
    existsSync(join(folder, 'node_modules', name)),
  );
  assert.deepEqual(missing, [], 'no devDependency was installed');
}

function useIt(): void {
  const npx = (...args: string[]): string => run('npx', ['--no-install', 'wasi-node', ...args], folder);
  const step = (what: string): void => console.log(`  ${what}`);
  copyFileSync(join(ROOT, 'examples/tools/shell_exec.ts'), join(folder, 'shell_exec.ts'));
  const input = ['--input', '{"command":"git --version"}'];

  assert.match(npx('--version'), /^\d+\.\d+\.\d+\n$/);
  step('wasi-node --version');

  writeFileSync(join(folder, 'script.ts'), SCRIPT);
  writeFileSync(join(folder, 'data.txt'), 'some data');
  assert.equal(npx('run', 'script.ts', '--allow-path', '.', '--', 'data.txt'), 'read: some data\n');
  step('wasi-node run script.ts (builds the runtime)');

  assert.match(npx('run', 'shell_exec.ts', '--allow-command', 'git', ...input), /git version/);
  step('wasi-node run shell_exec.ts');

  npx('build', 'shell_exec.ts', '-o', 'shell_exec.wasm');
  assert.match(npx('inspect', 'shell_exec.wasm'), /zora:node\/child-process/);
  step('wasi-node build, inspect');

  assert.match(npx('check', 'shell_exec.ts'), /child_process +spawn/);
  assert.match(npx('check', '--observe', 'shell_exec.ts', ...input), /"allowedCommands":\["git"\]/);
  step('wasi-node check, check --observe');

  writeFileSync(join(folder, 'embed.mjs'), EMBEDDER);
  assert.equal(run(process.execPath, ['embed.mjs'], folder), 'git denied\n');
  step('import of wasi-node, wasi-node/host-bridge, wasi-node/zora');
}
