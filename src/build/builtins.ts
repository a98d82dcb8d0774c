/** Node's builtin modules in the guest: the shim of each, or a module that refuses by name. */
import { existsSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { join } from 'node:path';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from './paths.ts';

const hostRequire = createRequire(import.meta.url);
const bare = new Set(builtinModules.map((name) => name.replace(/^node:/, '')));

/** The builtin's name without `node:`, or undefined for any other specifier. */
export function builtinName(specifier: string): string | undefined {
  const name = specifier.replace(/^node:/, '').replace(/\/$/, '');
  if (bare.has(name)) return name;
  return specifier.startsWith('node:') ? name : undefined;
}

/** Every builtin's name, without `node:`. */
export function builtinNames(): string[] {
  return [...new Set(builtinModules.map((name) => name.replace(/^node:/, '')))].filter(
    (name) => !name.startsWith('_') || shimFile(name) !== undefined,
  );
}

/** The shim's file, where there is one. */
export function shimFile(name: string): string | undefined {
  const file = join(SHIMS_FOLDER, `${name}${SOURCE_EXTENSION}`);
  return existsSync(file) ? file : undefined;
}

/** Whether Node has a builtin of this name. */
export function isNodeBuiltin(name: string): boolean {
  return bare.has(name) || builtinModules.includes(`node:${name}`);
}

/**
 * A module with the exports of a builtin that has no shim yet: each function throws
 * `ERR_FEATURE_UNAVAILABLE_ON_PLATFORM` when it is called, as Node does for what a platform lacks.
 */
export function refusingModule(name: string): string {
  const real = quietly(() => hostRequire(`node:${name}`) as Record<string, unknown>);
  const names = Object.keys(real).filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
  const lines = names.map((key) => {
    const value = typeof real[key] === 'function' ? `refused(${JSON.stringify(key)})` : literal(real[key]);
    return `const $${key} = ${value};`;
  });
  return [
    `function refused(key) {`,
    `  const refusing = function () {`,
    `    const error = new TypeError(\`The feature node:${name}.\${key} is unavailable on the current platform, which is being used to run Node.js\`);`,
    `    error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';`,
    `    throw error;`,
    `  };`,
    // As `markRefusing` in shims/internal/refuse.ts does.
    `  return Object.defineProperty(refusing, Symbol.for('wasi-node.refuses'), { value: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });`,
    `}`,
    ...lines,
    `export { ${names.map((key) => `$${key} as ${key}`).join(', ')} };`,
    `export default { ${names.map((key) => `${JSON.stringify(key)}: $${key}`).join(', ')} };`,
  ].join('\n');
}

/** Reads an experimental builtin's names without a warning to whoever builds. */
function quietly<T>(read: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return read();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** A constant of the host's builtin, or an object of constants, where it has a literal form. */
function literal(value: unknown): string {
  const isConstant = (item: unknown) => ['string', 'number', 'boolean'].includes(typeof item);
  if (isConstant(value)) return JSON.stringify(value);
  const isTable = typeof value === 'object' && value !== null && Object.values(value).every(isConstant);
  return isTable && !Array.isArray(value) ? JSON.stringify(value) : 'undefined';
}
