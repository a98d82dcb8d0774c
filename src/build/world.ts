/** Composes the world of one component: the WIT package plus a world that imports what its bundle kept and exports what it is. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WIT_FOLDER } from './paths.ts';
import { WIT_VERSION } from './wit-version.ts';

/** What a component offers besides the reactor. */
export type WorldKind = 'tool' | 'command';

/** The WIT text of a composed world. Imports that types need come along by themselves. */
export function worldText(interfaces: readonly string[], exports: readonly string[]): string {
  const local = (name: string) => name.replace(/^zora:node\//, '').replace(/@.*$/, '');
  return [
    `package zora:node@${WIT_VERSION};`,
    '',
    'world component {',
    ...interfaces.map((name) => `  import ${local(name)};`),
    ...exports.map((name) => `  export ${name};`),
    '}',
    '',
  ].join('\n');
}

/** Calls `use` with a folder that holds the package and the composed world `component`; the folder is gone afterwards. */
export async function withWorld<T>(text: string, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wasi-node-wit-'));
  try {
    await cp(WIT_FOLDER, folder, { recursive: true, filter: (path) => !path.endsWith('worlds.wit') });
    await writeFile(join(folder, 'component.wit'), text);
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
