/**
 * `import()` of a module that the build evaluates. The engine has no loader once a component is built, so the module is imported with the
 * others, and `import()` becomes a promise of it. Evaluating it early is not seen: what touches anything ambient is deferred, with whatever
 * imports it, and stays an `import()` that the wrapper of deferred modules (`program-plugin.ts`) carries out.
 */
import MagicString from 'magic-string';
import { parseSync, Visitor } from 'oxc-parser';

/**
 * @param code an ES module
 * @param specifierOf the specifier for a static import of what `import()` names; undefined for what stays as it is
 */
export function replaceDynamicImports(code: string, specifierOf: (path: string) => string | undefined): string {
  if (!/\bimport\s*\(/.test(code)) return code;
  const text = new MagicString(code);
  const names = new Map<string, string>();
  new Visitor({
    ImportExpression({ source, start, end }) {
      if (source.type !== 'Literal' || typeof source.value !== 'string') return;
      const specifier = specifierOf(source.value);
      if (specifier === undefined) return;
      const name = names.get(specifier) ?? `__wasiNodeImported${names.size}`;
      names.set(specifier, name);
      text.overwrite(start, end, `Promise.resolve().then(() => ${name})`);
    },
  }).visit(parseSync('module.js', code).program);
  for (const [specifier, name] of names) text.prepend(`import * as ${name} from ${JSON.stringify(specifier)};`);
  return text.toString();
}
