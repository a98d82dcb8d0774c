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

/** The source of the module that provides one global. */
export function globalModule({ name, file }: GuestGlobal): string {
  return [
    `import { ${name} } from ${JSON.stringify(file)};`,
    `Object.defineProperty(globalThis, '${name}', { value: ${name}, writable: true, enumerable: false, configurable: true });`,
    `export { ${name}, ${name} as 'globalThis.${name}', ${name} as 'global.${name}' };`,
  ].join('\n');
}
