/**
 * The first step of a bundle: a program with its packages, shaken by rolldown and left as modules, so that each can be evaluated when
 * the snapshot plan says. Builtins become imports of the specifiers in `shim-specifiers.ts`.
 */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import MagicString from 'magic-string';
import { parseSync, Visitor } from 'oxc-parser';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { builtinName, builtinNames, isNodeBuiltin } from './builtins.ts';
import { createdRequirePlugin } from './created-require.ts';
import { NO_BUILTIN, toBuildError } from './errors.ts';
import { guestGlobals, replacedGlobals } from './globals.ts';
import { GUEST_ALIASES } from './guest-aliases.ts';
import { packageModules, packageModulesPlugin } from './package-modules.ts';
import { builtinSpecifier, builtinVariable, globalSpecifier, packageSpecifier } from './shim-specifiers.ts';

/** One module of a shaken program. */
export interface ProgramModule {
  /** Its name in the program: a path relative to nothing on disk. */
  name: string;
  /** The file that it came from; undefined for what the bundler added. */
  file: string | undefined;
  code: string;
  /** Source map (JSON) to the file. */
  map: string | undefined;
  /** Imports of other modules of the program, static and dynamic, by name. */
  imports: string[];
}

/** A shaken program. */
export interface Program {
  entry: string;
  modules: Map<string, ProgramModule>;
  /** Files that went in. */
  files: string[];
  /** Globals that it puts something else in the place of. */
  replacedGlobals: string[];
}

const NO_REQUIRE =
  '((name) => { throw Object.assign(new Error("Cannot find module \'" + name + "\'"), { code: \'MODULE_NOT_FOUND\' }); })';
const REQUIRED = '\0builtin-required:';
const ADDON = '\0addon:';
const REQUIRED_PACKAGE = '\0package-required:';
const IMPORTED = '\0builtin-imported:';

/**
 * @param file absolute path of the entry file
 * @throws BuildError `ERR_BUILD_SYNTAX`, `ERR_BUILD_UNRESOLVED`
 */
export async function shakeProgram(file: string): Promise<Program> {
  try {
    const program = await shake(file, new Set());
    const replaced = new Set(replacedGlobals([...program.modules.values()].map(({ code }) => code).join('\n')));
    return replaced.size === 0 ? program : { ...(await shake(file, replaced)), replacedGlobals: [...replaced] };
  } catch (error) {
    throw toBuildError(error);
  }
}

/** @param looked the globals whose names stay as they are */
async function shake(file: string, looked: ReadonlySet<string>): Promise<Program> {
  const build = await rolldown({
    input: file,
    cwd: dirname(file),
    platform: 'node',
    logLevel: 'silent',
    transform: { define: { global: 'globalThis' }, inject: injectedNames(looked) },
    plugins: [builtinsPlugin(), packageModulesPlugin(), createdRequirePlugin()],
  });
  const { output } = await build.generate({
    format: 'esm',
    preserveModules: true,
    // Not even dead code is dropped here: what follows a `throw` may still be exported.
    minify: false,
    keepNames: true,
    sourcemap: true,
    comments: false,
  });
  await build.close();
  return toProgram(output.filter((item) => item.type === 'chunk'));
}

/** The free names, and the properties of `globalThis`, that stand for what the shims provide. */
function injectedNames(looked: ReadonlySet<string>): Record<string, [string, string]> {
  const names: Record<string, [string, string]> = {};
  for (const { name } of guestGlobals()) {
    if (looked.has(name)) continue;
    const target: [string, string] = [globalSpecifier(name), name];
    names[name] = target;
    names[`globalThis.${name}`] = target;
  }
  for (const name of builtinNames()) names[builtinVariable(name)] = [builtinSpecifier(name), 'default'];
  for (const { variable, specifier, name } of packageModules()) names[variable] = [specifier, name];
  return names;
}

function toProgram(chunks: OutputChunk[]): Program {
  const names = new Set(chunks.map(({ fileName }) => fileName));
  const modules = new Map<string, ProgramModule>();
  let entry = '';
  for (const chunk of chunks) {
    if (chunk.isEntry) entry = chunk.fileName;
    const file =
      chunk.facadeModuleId === null || chunk.facadeModuleId.startsWith('\0')
        ? undefined
        : resolve(chunk.facadeModuleId);
    modules.set(chunk.fileName, {
      name: chunk.fileName,
      file,
      code: adaptModule(chunk, file),
      map:
        chunk.map === null
          ? undefined
          : JSON.stringify({ ...chunk.map, sources: file === undefined ? chunk.map.sources : [file] }),
      imports: [...chunk.imports, ...chunk.dynamicImports].filter((name) => names.has(name)),
    });
  }
  const files = chunks.flatMap(({ moduleIds }) => moduleIds).filter((id) => !id.startsWith('\0'));
  return { entry, modules, files: [...new Set(files)], replacedGlobals: [] };
}

function adaptModule(chunk: OutputChunk, file: string | undefined): string {
  const code = chunk.code.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  // What requires a CommonJS module calls its `require_…`; a default export would evaluate it although nobody asked.
  const lazy = chunk.isEntry ? code : code.replace(/^export default require_\w+\(\);$/m, '');
  // A `require` of what is only known at run time finds nothing in a component.
  if (file === undefined) return lazy.replace('createRequire(import.meta.url)', NO_REQUIRE);
  return replaceImportMeta(lazy, file);
}

/** `import.meta` of a module that no longer is a file of its own. */
function replaceImportMeta(code: string, file: string): string {
  if (!code.includes('import.meta')) return code;
  const values: Readonly<Record<string, unknown>> = {
    url: pathToFileURL(file).href,
    filename: file,
    dirname: dirname(file),
    main: false,
  };
  const text = new MagicString(code);
  new Visitor({
    MemberExpression(node) {
      const { object, property } = node;
      if (object.type !== 'MetaProperty' || object.meta.name !== 'import' || property.type !== 'Identifier') return;
      const value = values[property.name];
      if (value !== undefined) text.overwrite(node.start, node.end, JSON.stringify(value));
      // What is looked for at run time is not in a component.
      else if (property.name === 'resolve') text.overwrite(node.start, node.end, NO_REQUIRE);
    },
  }).visit(parseSync('module.js', code).program);
  return text.toString();
}

function builtinsPlugin(): Plugin {
  return {
    name: 'wasi-node-builtins',
    resolveId(specifier, _importer, { kind }) {
      if (/^(zora|wasi-node-shim):/.test(specifier)) return { id: specifier, external: true, moduleSideEffects: false };
      // Found when it is asked for, as in Node: packages go on without their addons.
      if (specifier.endsWith('.node')) return { id: ADDON + specifier, moduleSideEffects: true };
      if (GUEST_ALIASES[specifier] !== undefined) {
        // An external module cannot be required: a module of ours in between can.
        if (kind === 'require-call') return { id: REQUIRED_PACKAGE + specifier, moduleSideEffects: false };
        return { id: packageSpecifier(specifier), external: true, moduleSideEffects: false };
      }
      const name = builtinName(specifier);
      if (name === undefined) return null;
      if (!isNodeBuiltin(name)) throw new Error(`${NO_BUILTIN}${specifier}`);
      // The exports of `process` differ from run to run: they are looked up when they are used.
      if (kind === 'require-call' || name === 'process') return { id: REQUIRED + name, moduleSideEffects: false };
      // A dynamic import of an external module would defer the shim: a module of ours in between is what is deferred.
      if (kind === 'dynamic-import') return { id: IMPORTED + name, moduleSideEffects: false };
      return { id: builtinSpecifier(name), external: true, moduleSideEffects: false };
    },
    load(id) {
      if (id.startsWith(REQUIRED)) return `module.exports = ${builtinVariable(id.slice(REQUIRED.length))};`;
      if (id.startsWith(ADDON)) {
        const message = JSON.stringify(`Native addons cannot be loaded: ${id.slice(ADDON.length)}`);
        return `module.exports = undefined; throw Object.assign(new Error(${message}), { code: 'ERR_DLOPEN_DISABLED' });`;
      }
      if (id.startsWith(REQUIRED_PACKAGE)) {
        const specifier = JSON.stringify(packageSpecifier(id.slice(REQUIRED_PACKAGE.length)));
        return `import * as all from ${specifier}; export * from ${specifier}; export default all.default;`;
      }
      if (!id.startsWith(IMPORTED)) return null;
      const specifier = JSON.stringify(builtinSpecifier(id.slice(IMPORTED.length)));
      return `export * from ${specifier}; export { default } from ${specifier};`;
    },
  };
}
