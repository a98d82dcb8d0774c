/**
 * Builtins that a module asks a `require` of its own making for (`module.createRequire`): bundlers of packages leave such calls. They are
 * found by their names, and the function finds them in the component.
 */
import type { Plugin } from 'rolldown';
import { builtinName, isNodeBuiltin } from './builtins.ts';
import { builtinVariable, packageSpecifier } from './shim-specifiers.ts';

const CALLS = /\b\w*require\w*\(\s*(["'])([^"'\n]+)\1\s*\)/gi;

/** Makes the builtins known at the head of each module that names some. */
export function createdRequirePlugin(): Plugin {
  return {
    name: 'wasi-node-created-require',
    transform(code) {
      // A CommonJS module has a `require`, which the bundler knows.
      if (!code.includes('createRequire') || !/^\s*(?:import|export)\b/m.test(code)) return null;
      const names = new Set<string>();
      for (const [, , specifier = ''] of code.matchAll(CALLS)) {
        const name = builtinName(specifier);
        if (name !== undefined && isNodeBuiltin(name)) names.add(name);
      }
      if (names.size === 0) return null;
      const entries = [...names].map(
        (name) => `${JSON.stringify(name)}: { get default() { return ${builtinVariable(name)}; } }`,
      );
      const from = JSON.stringify(packageSpecifier('internal/modules/builtins.ts'));
      const head = `import { addBuiltins as __wasiNodeAddBuiltins } from ${from}; __wasiNodeAddBuiltins({ ${entries.join(', ')} });`;
      // On the first line: those below keep their numbers.
      return { code: code.startsWith('#!') ? code.replace('\n', `\n${head}`) : `${head}${code}` };
    },
  };
}
