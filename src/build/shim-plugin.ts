/** The last pass of a bundle: provides the shims that a program imports, and the program itself. */
import { dirname, join, resolve } from 'node:path';
import type { Plugin } from 'rolldown';
import { builtinName, refusingModule, shimFile } from './builtins.ts';
import { globalModule, guestGlobals } from './globals.ts';
import { GUEST_ALIASES } from './guest-aliases.ts';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';
import { globalSpecifier, parseSpecifier, SHIM_SCHEME } from './shim-specifiers.ts';

/** Where the modules of a bundle that are no files seem to be. A name that begins with NUL would be left out of source maps. */
const VIRTUAL = join(SHIMS_FOLDER, '..', 'program/');

/** A module of a bundle that is no file. */
export interface VirtualModule {
  code: string;
  map?: string | undefined;
}

/** A specifier as a file name. */
const fileName = (specifier: string) =>
  specifier
    .replace(/^wasi-node-(?:module:)?/, '')
    .replace(/\.\w+$/, '')
    .concat('.js');

type Resolved = { id: string; moduleSideEffects: boolean; external?: boolean };

/** @param modules by specifier; imports among them are by those specifiers */
export function shimPlugin(modules: ReadonlyMap<string, VirtualModule>): Plugin {
  const byFile = new Map([...modules].map(([specifier, module]) => [fileName(specifier), module]));
  const globals = new Map(guestGlobals().map((item) => [item.name, item]));
  return {
    name: 'wasi-node-shims',
    resolveId(specifier, importer) {
      if (modules.has(specifier)) return { id: VIRTUAL + fileName(specifier), moduleSideEffects: true };
      if (specifier.startsWith('zora:')) return { id: specifier, external: true, moduleSideEffects: false };
      if (specifier.startsWith(SHIM_SCHEME)) return resolveShim(specifier);
      // A package that a shim builds on gets our builtins, too.
      const alias = GUEST_ALIASES[specifier];
      if (alias !== undefined && !importer?.startsWith(SHIMS_FOLDER)) return shim(join(SHIMS_FOLDER, alias));
      const builtin = builtinName(specifier);
      if (builtin !== undefined) return resolveBuiltin(builtin);
      const file =
        importer === undefined || importer.startsWith('\0') || importer.startsWith(VIRTUAL)
          ? specifier
          : resolve(dirname(importer), specifier);
      return file.startsWith(SHIMS_FOLDER) && file.endsWith(SOURCE_EXTENSION) ? shim(file) : null;
    },
    load(id) {
      if (id.startsWith(VIRTUAL)) {
        const module = byFile.get(id.slice(VIRTUAL.length));
        return module === undefined ? null : { code: module.code, map: module.map ?? null, moduleType: 'js' };
      }
      const [, kind, name = ''] = /^\0shim:([\w-]+):(.*)$/.exec(id) ?? [];
      const item = globals.get(name);
      if (kind === 'global' && item !== undefined) return globalModule(item);
      if (kind === 'forced-global')
        return `import { ${name} as used } from ${JSON.stringify(globalSpecifier(name))}; if (globalThis.${name} !== used) throw new TypeError('${name}');`;
      return kind === 'refused' ? refusingModule(name) : null;
    },
  };
}

function resolveShim(specifier: string): Resolved {
  const { kind, name } = parseSpecifier(specifier);
  if (kind === 'builtin') return resolveBuiltin(name);
  if (kind === 'package') return shim(join(SHIMS_FOLDER, GUEST_ALIASES[name] ?? name));
  return { id: `\0shim:${kind}:${name}`, moduleSideEffects: kind === 'forced-global' };
}

function resolveBuiltin(name: string): Resolved {
  const file = shimFile(name);
  return file === undefined ? { id: `\0shim:refused:${name}`, moduleSideEffects: false } : shim(file);
}

/** Shims have no side effects of their own: what a tool does not use is not in its component. */
function shim(id: string): Resolved {
  return { id, moduleSideEffects: false };
}
