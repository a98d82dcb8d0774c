/** Reads sorts and aliases. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#alias-definitions */
import type { Alias, AnySort, CoreSort, Sort, SortIndex } from './definitions.ts';
import { FormatError, type Reader } from './reader.ts';

const CORE_SORTS: Readonly<Record<number, CoreSort>> = {
  0x00: 'func',
  0x01: 'table',
  0x02: 'memory',
  0x03: 'global',
  0x04: 'tag',
  0x10: 'type',
  0x11: 'module',
  0x12: 'instance',
};
const SORTS: Readonly<Record<number, Sort>> = {
  0x01: 'func',
  0x02: 'value',
  0x03: 'type',
  0x04: 'component',
  0x05: 'instance',
};

export function readCoreSort(reader: Reader): CoreSort {
  const tag = reader.byte();
  const sort = CORE_SORTS[tag];
  if (sort === undefined) throw new FormatError(`0x${tag.toString(16)} is no core sort`);
  return sort;
}

export function readSort(reader: Reader): AnySort {
  const tag = reader.byte();
  if (tag === 0x00) return { core: readCoreSort(reader) };
  const sort = SORTS[tag];
  if (sort === undefined) throw new FormatError(`0x${tag.toString(16)} is no sort`);
  return { sort };
}

export function readSortIndex(reader: Reader): SortIndex {
  return { ...readSort(reader), index: reader.number() };
}

export function readAlias(reader: Reader): Alias {
  const sort = readSort(reader);
  const target = reader.byte();
  if (target === 0x00 && 'sort' in sort) {
    return { kind: 'instance', sort: sort.sort, instance: reader.number(), name: reader.name() };
  }
  if (target === 0x01 && 'core' in sort) {
    return { kind: 'core-instance', sort: sort.core, instance: reader.number(), name: reader.name() };
  }
  if (target === 0x02) return { kind: 'outer', sort, count: reader.number(), index: reader.number() };
  throw new FormatError(`0x${target.toString(16)} is no target of an alias`);
}
