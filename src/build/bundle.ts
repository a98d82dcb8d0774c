/** Bundles a program and the shims that it uses into one module for the engine, and tells which WIT interfaces the result imports. */
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { type BuildFailure, build, type Message, type Metafile } from 'esbuild';
import { BuildError } from './errors.ts';
import { guestPlugin, injectedGlobals } from './guest-plugin.ts';
import { PACKAGE_ROOT } from './paths.ts';

/** A bundle for the engine. */
export interface Bundle {
  /** An ES module; its only imports are WIT interfaces. */
  code: string;
  /** Source map (JSON) from `code` to the original files. */
  map: string;
  /** WIT interfaces that it imports, such as `zora:node/io@0.1.0`, sorted. */
  interfaces: string[];
  /** Files that went in, with their bytes in the bundle. */
  inputs: { path: string; bytes: number }[];
}

export interface BundleOptions {
  /** The entry module's source. */
  entry: string;
  /** The folder that its relative imports start from. */
  resolveDir: string;
}

/**
 * @throws BuildError `ERR_BUILD_SYNTAX`, `ERR_BUILD_UNRESOLVED`
 */
export async function bundle({ entry, resolveDir }: BundleOptions): Promise<Bundle> {
  const result = await build({
    stdin: { contents: entry, resolveDir, sourcefile: 'wasi-node:entry', loader: 'js' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    conditions: ['node', 'import', 'module', 'default'],
    target: 'es2024',
    outfile: 'bundle.js',
    metafile: true,
    sourcemap: 'external',
    sourcesContent: false,
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    keepNames: true,
    treeShaking: true,
    legalComments: 'none',
    charset: 'utf8',
    logLevel: 'silent',
    inject: injectedGlobals(),
    plugins: [guestPlugin()],
    define: { global: 'globalThis', 'import.meta.main': 'false' },
    absWorkingDir: PACKAGE_ROOT,
    nodePaths: [resolve(PACKAGE_ROOT, 'node_modules')].filter((path) => existsSync(path)),
  }).catch((error: BuildFailure) => {
    throw toBuildError(error, resolveDir);
  });
  const output = result.metafile.outputs['bundle.js'];
  const file = (suffix: string) => result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  return {
    code: file('bundle.js'),
    map: file('.map'),
    interfaces: [...new Set(output?.imports.filter(({ external }) => external).map(({ path }) => path))].sort(),
    inputs: inputsOf(output),
  };
}

function inputsOf(output: Metafile['outputs'][string] | undefined): Bundle['inputs'] {
  return Object.entries(output?.inputs ?? {})
    .map(([path, { bytesInOutput }]) => ({ path, bytes: bytesInOutput }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes);
}

function toBuildError(failure: BuildFailure, base: string): BuildError {
  if (!Array.isArray(failure.errors)) return new BuildError('ERR_BUILD_ENTRY', String(failure), { cause: failure });
  const unresolved = failure.errors.some(({ text }) => /^Could not resolve|^No such built-in/.test(text));
  const lines = failure.errors.slice(0, 10).map((message) => describe(message, base));
  return new BuildError(unresolved ? 'ERR_BUILD_UNRESOLVED' : 'ERR_BUILD_SYNTAX', lines.join('\n'));
}

function describe({ text, location }: Message, base: string): string {
  if (location === null) return text;
  const file = relative(base, resolve(PACKAGE_ROOT, location.file)) || location.file;
  const shown = file.startsWith('..') ? resolve(PACKAGE_ROOT, location.file) : file;
  return `${shown}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
