/**
 * Generates the TypeScript face of `wit/`: `host-bridge/wit/*.d.ts` for hosts and `shims/wit/*.d.ts` for guests.
 * `npm run wit` writes them; `test/contract/wit-types.test.ts` fails when they are stale.
 */
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { generateGuestTypes, generateHostTypes } from '@bytecodealliance/jco-transpile';
import { SUSPENDING } from '../src/suspending.ts';

const root = join(import.meta.dirname, '..');

export interface GeneratedFile {
  /** Path below the project's root. */
  path: string;
  text: string;
}

const camel = (name: string) => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Functions of `SUSPENDING` in one interface, in their JavaScript names. */
function suspendingIn(iface: string): Set<string> {
  const prefix = `zora:node/${iface}#`;
  return new Set(
    SUSPENDING.filter((name) => name.startsWith(prefix)).map((name) =>
      camel(name.slice(prefix.length).replace(/^\[\w+\][\w-]+\./, '')),
    ),
  );
}

/** jco's host types, with `undefined` spelled out for exactOptionalPropertyTypes, open constructors, and promises where the guest may be suspended. */
function adaptHost(text: string, iface: string): string {
  const suspending = suspendingIn(iface);
  return text
    .replace(/^(\s+\w+)\?: (.+),$/gm, '$1?: $2 | undefined,')
    .replace(
      /\n {2}\/\*\*\n {3}\* This type does not have a public constructor\.\n {3}\*\/\n {2}private constructor\(\);/g,
      '',
    )
    .replace(/^((?:export function |\s+)(\w+)\(.*\): )(.+);$/gm, (line, head: string, name: string, type: string) =>
      suspending.has(name) ? `${head}${type} | Promise<${type}>;` : line,
    );
}

/** jco's guest types in the engine's conventions: an absent `option` is `null`, a `u64` is a Number. */
function adaptGuest(text: string): string {
  return text
    .replace(/\| undefined(?=[;>,)])/g, '| null')
    .replace(/^(\s+\w+)\?: (.+),$/gm, '$1?: $2 | null | undefined,')
    .replace(/\bbigint\b/g, 'number');
}

/** Both sets of declarations. */
export async function generate(): Promise<GeneratedFile[]> {
  const options = { worldName: 'everything', name: 'everything', outDir: '' };
  const wit = join(root, 'wit');
  // jco resolves a relative path through WASI preopens and wants it below the working directory.
  const [host, guest] = await Promise.all([generateHostTypes(wit, options), generateGuestTypes(wit, options)]);
  const files: GeneratedFile[] = [];
  const add = (set: unknown, folder: string, adapt: (text: string, iface: string) => string) => {
    for (const [path, bytes] of (Array.isArray(set) ? set : Object.entries(set as object)) as [string, Uint8Array][]) {
      const name = basename(path);
      if (!name.startsWith('zora-node-')) continue;
      const iface = name.replace(/^zora-node-|\.d\.ts$/g, '');
      const text = adapt(Buffer.from(bytes).toString(), iface).replace(/[ \t]+$/gm, '');
      files.push({
        path: `${folder}/${name}`,
        text: `// Generated from wit/ by \`npm run wit\`. Do not edit.\n${text.replace(/ \*\* /g, ' ** ')}`,
      });
    }
  };
  add(host, 'host-bridge/wit', adaptHost);
  add(guest, 'shims/wit', adaptGuest);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

if (import.meta.main) {
  const files = await generate();
  for (const folder of ['host-bridge/wit', 'shims/wit']) {
    await mkdir(join(root, folder), { recursive: true });
    for (const name of await readdir(join(root, folder))) await rm(join(root, folder, name));
  }
  for (const file of files) await writeFile(join(root, file.path), file.text);
  console.log(`${files.length} files`);
}
