/** What a builtin exports, described the same way in Node and in the guest. This file runs in both. */

/** One export, or a member of one. */
export interface ExportDescription {
  kind: 'function' | 'class' | 'object' | 'value';
  /** The code of the error that it always throws. */
  refuses?: string;
  /** What lies in it: a class's methods (`#name`) and statics, an object's properties. */
  members?: Record<string, ExportDescription>;
}

/** The exports of one module, by name. */
export type ModuleDescription = Record<string, ExportDescription>;

const REFUSES = Symbol.for('wasi-node.refuses');
const FUNCTION_PROPERTIES = new Set(['length', 'name', 'prototype', 'arguments', 'caller']);

type Bag = Record<PropertyKey, unknown>;

/** Describes what `require` of a module gives. */
export function describeModule(exports: unknown): ModuleDescription {
  return describeProperties(exports as object, 2);
}

function describeProperties(owner: object, depth: number): ModuleDescription {
  const result: ModuleDescription = {};
  for (const name of Object.getOwnPropertyNames(owner).sort()) {
    // Names with an underscore are Node's own affair.
    if (name.startsWith('_') || (typeof owner === 'function' && FUNCTION_PROPERTIES.has(name))) continue;
    result[name] = describeProperty(owner, name, depth);
  }
  return result;
}

function describeProperty(owner: object, name: string, depth: number): ExportDescription {
  let value: unknown;
  try {
    value = (owner as Bag)[name];
  } catch (error) {
    return { kind: 'value', refuses: String((error as { code?: unknown }).code ?? 'an error') };
  }
  return describeValue(value, depth);
}

function describeValue(value: unknown, depth: number): ExportDescription {
  if (typeof value === 'function') return describeFunction(value, depth);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { kind: 'value' };
  // An instance of a class says what it has by its class; only plain objects are looked into.
  const prototype: unknown = Object.getPrototypeOf(value);
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (depth <= 0 || !isPlain) return { kind: 'object' };
  // Its data (settings of this process, numbers of this platform) is no question of compatibility; its functions are.
  const members = Object.entries(describeProperties(value, depth - 1)).filter(
    ([, { kind, members: inner }]) => kind === 'function' || kind === 'class' || inner !== undefined,
  );
  return withMembers({ kind: 'object' }, Object.fromEntries(members));
}

// biome-ignore lint/complexity/noBannedTypes: any function.
function describeFunction(value: Function, depth: number): ExportDescription {
  const refuses: unknown = (value as unknown as Bag)[REFUSES];
  if (typeof refuses === 'string') return { kind: /^[A-Z]/.test(value.name) ? 'class' : 'function', refuses };
  const prototype = value.prototype as object | undefined;
  const methods = prototype === undefined || prototype === null ? [] : Object.getOwnPropertyNames(prototype);
  if (depth <= 0) return { kind: methods.length > 1 ? 'class' : 'function' };
  const members: ModuleDescription = {};
  for (const name of methods.sort()) {
    if (name === 'constructor' || name.startsWith('_')) continue;
    members[`#${name}`] = describeMethod(prototype as object, name);
  }
  const isClass = Object.keys(members).length > 0 && /^[A-Z]/.test(value.name);
  for (const [name, member] of Object.entries(describeProperties(value, 0))) members[name] = member;
  return withMembers({ kind: isClass ? 'class' : 'function' }, members);
}

/** A method, or an accessor, which is not called. */
function describeMethod(prototype: object, name: string): ExportDescription {
  const descriptor = Object.getOwnPropertyDescriptor(prototype, name);
  return descriptor !== undefined && typeof descriptor.value === 'function'
    ? describeValue(descriptor.value, 0)
    : { kind: 'value' };
}

function withMembers(description: ExportDescription, members: ModuleDescription): ExportDescription {
  return Object.keys(members).length === 0 ? description : { ...description, members };
}
