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

const ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG = /* @__PURE__ */ makeNodeError(
  'ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG',
  'A dynamic import callback was invoked without --experimental-vm-modules',
  TypeError,
);

/** The global that evaluated code calls in the place of `import`. */
export const dynamicImportKey: unique symbol = Symbol.for('wasi-node.vm.import') as never;

type Importer = (specifier: unknown) => Promise<unknown>;
const importers: Importer[] = [];

/** What the option `importModuleDynamically` says about one script. Functions need `vm.Module`, which is not there. */
export function makeImporter(option: unknown, filename: string): Importer {
  if (option === USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    return async (specifier) => {
      const base =
        filename.startsWith('file:') || filename.startsWith('/') ? filename : `${workingDirectory()}/${filename}`;
      return importModule(specifier, base.startsWith('file:') ? base : pathToFileURL(base).href);
    };
  }
  return async () => {
    if (option === undefined) throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
    throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
  };
}

/** Replaces each `import(` of `text`. @param places where they are */
export function replaceImports(text: string, places: readonly number[], importer: Importer): string {
  if (places.length === 0) return text;
  Object.defineProperty(globalThis, dynamicImportKey, {
    value: (index: number) => importers[index],
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
