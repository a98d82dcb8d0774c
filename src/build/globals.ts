/**
 * The globals that the shims provide. Each is injected where the bundle mentions it, as a free name or as a property of `globalThis`, and then
 * put on `globalThis` for code that looks there by a computed name.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseSync } from 'oxc-parser';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';

/** One global and the shim that exports it. */
export interface GuestGlobal {
  name: string;
  file: string;
}

let cached: GuestGlobal[] | undefined;

/** Every global of `shims/globals/`, by reading what the files export. */
export function guestGlobals(): readonly GuestGlobal[] {
  return (cached ??= findGlobals());
}

function findGlobals(): GuestGlobal[] {
  const folder = join(SHIMS_FOLDER, 'globals');
  const globals: GuestGlobal[] = [];
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith(SOURCE_EXTENSION) || file.endsWith('.d.ts')) continue;
    const path = join(folder, file);
    const { module } = parseSync(basename(path), readFileSync(path, 'utf8'));
    for (const { entries } of module.staticExports) {
      for (const { exportName, isType } of entries) {
        if (!isType && exportName.name) globals.push({ name: exportName.name, file: path });
      }
    }
  }
  return globals;
}

/** The source of the module that provides one global. Where nothing mentions the global, nothing of it is in the bundle. */
export function globalModule({ name, file }: GuestGlobal): string {
  const provide = join(SHIMS_FOLDER, 'internal', `provide-global${SOURCE_EXTENSION}`);
  return [
    `import { ${name} as implementation } from ${JSON.stringify(file)};`,
    `import { provideGlobal } from ${JSON.stringify(provide)};`,
    `const provided = /* @__PURE__ */ provideGlobal('${name}', implementation);`,
    `export { provided as ${name} };`,
  ].join('\n');
}

/** Methods that the engine has without locales, and `Intl` brings with them; conversions of case only where they are given a locale. */
const LOCALE_METHODS = /\.(?:localeCompare|toLocale(?:Date|Time)?String)\b|\.toLocale(?:Upper|Lower)Case\((?!\s*\))/;

/**
 * The globals that a program puts something else in the place of: they stay names that are looked up each time.
 * What it replaces under a computed name is not seen.
 */
export function replacedGlobals(program: string): string[] {
  if (!/\bglobalThis\b/.test(program)) return [];
  return guestGlobals()
    .map(({ name }) => name)
    .filter((name) => {
      const quoted = `["'\`]${name}["'\`]`;
      return (
        program.includes(name) &&
        [
          `\\bglobalThis(?:\\.${name}|\\[${quoted}\\])\\s*(?:\\?\\?|\\|\\|)?=(?![=>])`,
          `\\bdefineProperty\\(\\s*globalThis\\s*,\\s*${quoted}`,
          `\\b(?:defineProperties|assign)\\(\\s*globalThis\\s*,\\s*\\{[^;]*?\\b${name}\\b`,
        ].some((pattern) => new RegExp(pattern).test(program))
      );
    });
}

/**
 * The globals that a program may reach under a name that the bundler does not see: it holds `globalThis` in a variable or
 * indexes it, and names the global somewhere as a property or a string; or it calls a method that comes with the global.
 */
export function globalsByName(program: string): string[] {
  const names = new Set(LOCALE_METHODS.test(program) ? ['Intl'] : []);
  // `crypto.subtle` is there where its classes are.
  if (/\bsubtle\b/.test(program)) names.add('CryptoKey');
  if (/\bglobalThis\b(?!\.)/.test(program)) {
    for (const { name } of guestGlobals()) {
      if (new RegExp(`\\.${name}\\b|["'\`]${name}["'\`]`).test(program)) names.add(name);
    }
  }
  return [...names];
}
