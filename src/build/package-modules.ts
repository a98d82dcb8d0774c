/**
 * Files of packages that reach for what a component has not (WebAssembly within it, sockets past the bridge's own client). A shim makes
 * their exports; the rest of the package stays as it is installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'rolldown';
import { packageSpecifier } from './shim-specifiers.ts';

/** Modules that a replaced file hands to the shim: by name, the first path that exists, relative to the file. */
type Required = Readonly<Record<string, readonly string[]>>;

/** The file itself, as it is in the package. */
const ORIGINAL = '?wasi-node-original';

const CORE: Required = {
  symbols: ['../core/symbols.js'],
  util: ['../core/util.js'],
  errors: ['../core/errors.js'],
};
const WEBIDL: Required = { webidl: ['../webidl/index.js', './webidl.js'] };

/** By package, the replaced files; the shim `shims/packages/<package>.ts` exports an object of the package's name with a function for each. */
const PACKAGES: Readonly<Record<string, Readonly<Record<string, Required>>>> = {
  undici: {
    'lib/core/connect.js': { original: [`./connect.js${ORIGINAL}`] },
    'lib/dispatcher/client-h1.js': CORE,
    'lib/dispatcher/client-h2.js': {},
    'lib/web/fetch/index.js': {},
    'lib/web/fetch/body.js': {},
    'lib/web/fetch/formdata.js': WEBIDL,
    'lib/web/fetch/headers.js': WEBIDL,
    'lib/web/fetch/request.js': {},
    'lib/web/fetch/response.js': {},
    'lib/web/cache/cachestorage.js': {},
    'lib/web/eventsource/eventsource.js': {},
    'lib/web/websocket/events.js': {},
    'lib/web/websocket/websocket.js': {},
    'lib/web/websocket/stream/websocketstream.js': {},
    'lib/web/websocket/stream/websocketerror.js': {},
  },
};

const variableOf = (name: string) => `__wasiNodePackage_${name.replace(/\W/g, '_')}`;

/** The free names that stand for the shims of packages. */
export function packageModules(): { variable: string; specifier: string; name: string; required: object }[] {
  return Object.entries(PACKAGES).map(([name, required]) => ({
    required,
    variable: variableOf(name),
    specifier: packageSpecifier(`packages/${name}.ts`),
    name,
  }));
}

/** Puts the shims' modules in the places of the packages' files. */
export function packageModulesPlugin(): Plugin {
  return {
    name: 'wasi-node-packages',
    resolveId(specifier, importer) {
      return specifier.endsWith(ORIGINAL) && importer !== undefined ? join(dirname(importer), specifier) : null;
    },
    load(id) {
      if (id.endsWith(ORIGINAL)) return readFileSync(id.slice(0, -ORIGINAL.length), 'utf8');
      return replacementOf(id) ?? null;
    },
  };
}

/** The source of a replaced file; undefined for every other file. */
function replacementOf(file: string): string | undefined {
  const [, name = '', path = ''] =
    /[\\/]node_modules[\\/]([^\\/]+)[\\/](?!.*[\\/]node_modules[\\/])(.*)$/.exec(file) ?? [];
  const key = path.replaceAll('\\', '/');
  const required = Object.hasOwn(PACKAGES, name) ? PACKAGES[name]?.[key] : undefined;
  if (required === undefined) return undefined;
  const parameters = Object.entries(required).map(([parameter, candidates]) => {
    const path = candidates.find((candidate) => existsSync(join(dirname(file), candidate.replace(ORIGINAL, ''))));
    return `${parameter}: require(${JSON.stringify(path)})`;
  });
  return `module.exports = ${variableOf(name)}[${JSON.stringify(key)}]({ ${parameters.join(', ')} });`;
}
