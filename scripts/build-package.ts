/**
 * Makes `dist/`, as `npm pack` ships it. The host's code is bundled: a start then reads a handful of files instead of hundreds.
 * What goes into guests (`shims/`, the tools of our own) stays a folder of modules, which a build bundles again.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { artifactOf, shipRuntime } from '../src/build/artifact.ts';
import { buildRuntime } from '../src/build/index.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');

/** What is imported, run or started by its path. */
const ENTRIES = [
  'src/index',
  'src/cli/index',
  'src/sandbox/worker',
  'host-bridge/index',
  'contract/index',
  'src/zora/index',
  'host-bridge/internal/compiler/compile-once',
];

/** Small packages that every start needs; the others stay packages, and most are loaded only when they are used. */
const BUNDLED = ['commander', 'ipaddr.js', 'unbash', 'zod'];

const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
  peerDependencies: Record<string, string>;
};
const packages = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !BUNDLED.includes(name));

rmSync(dist, { recursive: true, force: true });
for (const project of ['tsconfig.build.json', 'tsconfig.declarations.json']) {
  const { status } = spawnSync('tsc', ['-p', project], { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
// tsc leaves declarations that were written by hand, or by a generator, where they are.
for (const folder of ['host-bridge/wit', 'shims/wit'])
  cpSync(join(root, folder), join(dist, folder), { recursive: true });

const bundle = await rolldown({
  cwd: root,
  input: Object.fromEntries(ENTRIES.map((name) => [name, join(root, `${name}.ts`)])),
  platform: 'node',
  external: (id) => id === 'vitest' || packages.some((name) => id === name || id.startsWith(`${name}/`)),
});
await bundle.write({ dir: dist, format: 'esm', chunkFileNames: 'chunks/[name]-[hash].js', sourcemap: true });
await bundle.close();

// A script's component is made here once, not by everybody who installs the package.
shipRuntime(await artifactOf(await buildRuntime()), join(dist, 'runtime'));
