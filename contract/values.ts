/** Whether values are of their WIT types, in the form in which they are lifted and lowered. */
import { camel, type Definition, type WitInterface, type WitType } from './wit/types.ts';

const INTEGERS: Readonly<Record<string, readonly [number, number]>> = {
  u8: [0, 0xff],
  u16: [0, 0xffff],
  u32: [0, 0xffff_ffff],
  s8: [-0x80, 0x7f],
  s16: [-0x8000, 0x7fff],
  s32: [-0x8000_0000, 0x7fff_ffff],
};
const BIGINTS: Readonly<Record<string, readonly [bigint, bigint]>> = {
  u64: [0n, 2n ** 64n - 1n],
  s64: [-(2n ** 63n), 2n ** 63n - 1n],
};
/** Lists of these are typed arrays. */
const ARRAYS: Readonly<Record<string, abstract new (...args: never[]) => ArrayLike<unknown>>> = {
  u8: Uint8Array,
  s8: Int8Array,
  u16: Uint16Array,
  s16: Int16Array,
  u32: Uint32Array,
  s32: Int32Array,
  u64: BigUint64Array,
  s64: BigInt64Array,
  f32: Float32Array,
  f64: Float64Array,
};

/** Told of each handle in a value. */
export type OnHandle = (resource: string, home: WitInterface, handle: object) => void;

/**
 * What is wrong with a value of a type; undefined where nothing is.
 * @param home the interface in which the type is named
 */
export function problemOf(
  value: unknown,
  type: WitType,
  home: WitInterface,
  onHandle?: OnHandle,
  where = 'the value',
): string | undefined {
  const wrong = (what: string) => `${where} is ${show(value)}, which is no ${what}`;
  const inner = (item: unknown, index: number, name: string) =>
    problemOf(item, type.of[index] as WitType, home, onHandle, name);
  const integer = INTEGERS[type.name];
  if (integer !== undefined) {
    const fits = Number.isInteger(value) && Number(value) >= integer[0] && Number(value) <= integer[1];
    return fits ? undefined : wrong(type.name);
  }
  const big = BIGINTS[type.name];
  if (big !== undefined)
    return typeof value === 'bigint' && value >= big[0] && value <= big[1] ? undefined : wrong(type.name);
  switch (type.name) {
    case '_':
      return value === undefined ? undefined : wrong('nothing');
    case 'bool':
      return typeof value === 'boolean' ? undefined : wrong('bool');
    case 'f32':
    case 'f64':
      return typeof value === 'number' ? undefined : wrong(type.name);
    case 'string':
      return typeof value === 'string' && value.isWellFormed() ? undefined : wrong('well-formed string');
    case 'char':
      return typeof value === 'string' && [...value].length === 1 ? undefined : wrong('char');
    case 'option':
      return value === undefined ? undefined : inner(value, 0, where);
    case 'own':
    case 'borrow':
      return inner(value, 0, where);
    case 'result': {
      if (typeof value !== 'object' || value === null || !('tag' in value)) return wrong('result');
      const { tag, val } = value as { tag: unknown; val?: unknown };
      if (tag !== 'ok' && tag !== 'err') return wrong('result');
      return inner(val, tag === 'ok' ? 0 : 1, `${where}.val`);
    }
    case 'tuple':
      if (!Array.isArray(value) || value.length !== type.of.length) return wrong(`tuple of ${type.of.length}`);
      return first(type.of, (_, index) => inner(value[index], index, `${where}[${index}]`));
    case 'list': {
      const array = ARRAYS[type.of[0]?.name ?? ''];
      if (array !== undefined) return value instanceof array ? undefined : wrong(`list of ${type.of[0]?.name}`);
      if (!Array.isArray(value)) return wrong('list');
      return first(value, (item, index) => inner(item, 0, `${where}[${index}]`));
    }
  }
  const { definition, name, home: there } = home.find(type.name);
  return named(value, definition, name, there, onHandle, where) ?? undefined;
}

function named(
  value: unknown,
  definition: Definition,
  name: string,
  home: WitInterface,
  onHandle: OnHandle | undefined,
  where: string,
): string | undefined {
  const wrong = (what: string) => `${where} is ${show(value)}, which is no ${what}`;
  switch (definition.kind) {
    case 'alias':
      return problemOf(value, definition.type, home, onHandle, where);
    case 'enum':
      return definition.names.includes(value as string) ? undefined : wrong(name);
    case 'flags':
      if (typeof value !== 'object' || value === null) return wrong(name);
      return first(definition.names, (flag) => {
        const set = (value as Record<string, unknown>)[camel(flag)];
        return set === undefined || typeof set === 'boolean' ? undefined : `${where}.${camel(flag)} is no bool`;
      });
    case 'record':
      if (typeof value !== 'object' || value === null) return wrong(name);
      return first(definition.members, ([member, type]) => {
        const item = (value as Record<string, unknown>)[camel(member)];
        return problemOf(item, type as WitType, home, onHandle, `${where}.${camel(member)}`);
      });
    case 'variant': {
      if (typeof value !== 'object' || value === null) return wrong(name);
      const { tag, val } = value as { tag?: unknown; val?: unknown };
      const found = definition.members.find(([label]) => label === tag);
      if (found === undefined) return wrong(name);
      return found[1] === undefined
        ? problemOf(val, { name: '_', of: [] }, home, onHandle, `${where}.val`)
        : problemOf(val, found[1], home, onHandle, `${where}.val`);
    }
    case 'resource':
      if (typeof value !== 'object' || value === null) return wrong(`handle of ${name}`);
      onHandle?.(name, home, value);
      return undefined;
  }
}

function first<T>(items: readonly T[], problem: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = problem(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value).slice(8, -1);
  return String(value);
}
