/** `import(…)` in evaluated code: the engine has no loader for it, so the code calls a function under this key. */

import { pathToFileURL } from '../../url.ts';
import { makeNodeError } from '../errors.ts';
import { importModule } from '../modules/esm.ts';
import { workingDirectory } from '../process/cwd.ts';

/** https://nodejs.org/api/vm.html#vmconstants */
export const USE_MAIN_CONTEXT_DEFAULT_LOADER: unique symbol = Symbol('vm_dynamic_import_main_context_default') as never;

const ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING = /* @__PURE__ */ makeNodeError(
  'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING',
  'A dynamic import callback was not specified.',
  TypeError,
);

/** The global that evaluated code calls in the place of `import`. */
export const dynamicImportKey: unique symbol = Symbol.for('wasi-node.vm.import') as never;

type Importer = (specifier: unknown, attributes: unknown) => Promise<unknown>;
const importers: Importer[] = [];

/** What the option `importModuleDynamically` says about one script. */
export function makeImporter(option: unknown, filename: string, referrer: () => unknown): Importer {
  if (option === undefined) {
    return async () => {
      throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
    };
  }
  if (option === USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    return async (specifier) => {
      const base =
        filename.startsWith('file:') || filename.startsWith('/') ? filename : `${workingDirectory()}/${filename}`;
      return importModule(specifier, base.startsWith('file:') ? base : pathToFileURL(base).href);
    };
  }
  const callback = option as (specifier: string, referrer: unknown, attributes: object) => unknown;
  return async (specifier, attributes) => callback(`${specifier}`, referrer(), (attributes ?? {}) as object);
}

/** Replaces each `import(` of `text`. @param places where they are */
export function replaceImports(text: string, places: readonly number[], importer: Importer): string {
  if (places.length === 0) return text;
  Object.defineProperty(globalThis, dynamicImportKey, {
    value: (index: number) => async (specifier: unknown, options?: { with?: unknown }) =>
      (importers[index] as Importer)(specifier, options?.with),
    configurable: true,
  });
  const call = `globalThis[Symbol.for('wasi-node.vm.import')](${importers.push(importer) - 1})`;
  let result = '';
  let from = 0;
  for (const place of places) {
    result += text.slice(from, place) + call;
    from = place + 'import'.length;
  }
  return result + text.slice(from);
}
