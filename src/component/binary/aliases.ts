/** Reads sorts and aliases. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#alias-definitions */
import type { Alias, AnySort, CoreSort, Sort, SortIndex } from './definitions.ts';
import { FormatError, type Reader } from './reader.ts';

const CORE_SORTS: Readonly<Record<number, CoreSort>> = {
  0: 'func',
  1: 'table',
  2: 'memory',
  3: 'global',
  4: 'tag',
  16: 'type',
  17: 'module',
  18: 'instance',
};
const SORTS: Readonly<Record<number, Sort>> = {
  1: 'func',
  2: 'value',
  3: 'type',
  4: 'component',
  5: 'instance',
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
