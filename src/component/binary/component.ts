/** Reads a component. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md */
import { readAlias, readCoreSort, readSortIndex } from './aliases.ts';
import { readCanonical } from './canonical.ts';
import type { Definition, SortIndex } from './definitions.ts';
import { FormatError, Reader } from './reader.ts';
import { readDescription, readExternName, readType } from './types.ts';

const PREAMBLE = [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00];
/** How deep components may be in one another: a limit for this reader's own stack. */
const MAX_DEPTH = 16;

/**
 * The definitions of a component, in their order.
 * @throws FormatError
 */
export function readComponent(bytes: Uint8Array): Definition[] {
  return readBody(new Reader(bytes), 0);
}

function readBody(reader: Reader, depth: number): Definition[] {
  if (depth > MAX_DEPTH) throw new FormatError('its components are nested too deeply');
  for (const byte of PREAMBLE) {
    if (reader.byte() !== byte) throw new FormatError('it is not a WebAssembly component');
  }
  const definitions: Definition[] = [];
  while (!reader.done) {
    const id = reader.byte();
    const section = reader.part(reader.number());
    readSection(id, section, depth, definitions);
    if (id !== 0 && !section.done) throw new FormatError(`the section ${id} has bytes left over`);
  }
  return definitions;
}

function readSection(id: number, reader: Reader, depth: number, definitions: Definition[]): void {
  const each = (read: () => Definition) => {
    for (const definition of reader.vector(read)) definitions.push(definition);
  };
  switch (id) {
    case 0:
      return;
    case 1:
      definitions.push({ kind: 'core-module', bytes: reader.take(reader.end - reader.at) });
      return;
    case 2:
      each(() => readCoreInstance(reader));
      return;
    case 4:
      definitions.push({ kind: 'component', definitions: readBody(reader, depth + 1) });
      return;
    case 5:
      each(() => readInstance(reader));
      return;
    case 6:
      each(() => ({ kind: 'alias', alias: readAlias(reader) }));
      return;
    case 7:
      each(() => ({ kind: 'type', type: readType(reader) }));
      return;
    case 8:
      each(() => ({ kind: 'canonical', canonical: readCanonical(reader) }));
      return;
    case 10:
      each(() => ({ kind: 'import', name: readExternName(reader), description: readDescription(reader) }));
      return;
    case 11:
      each(() => readExport(reader));
      return;
    default:
      throw new FormatError(`it has a section ${id}, which this host does not know`);
  }
}

function readCoreInstance(reader: Reader): Definition {
  if (reader.byte() === 0x00) {
    const module = reader.number();
    const args = reader.vector((): [string, number] => {
      const name = reader.name();
      reader.byte();
      return [name, reader.number()];
    });
    return { kind: 'core-instance', module, args };
  }
  return {
    kind: 'core-exports',
    exports: reader.vector(() => [reader.name(), { core: readCoreSort(reader), index: reader.number() }]),
  };
}

function readInstance(reader: Reader): Definition {
  if (reader.byte() === 0x00) {
    const component = reader.number();
    const args = reader.vector((): [string, SortIndex] => [reader.name(), readSortIndex(reader)]);
    return { kind: 'instance', component, args };
  }
  return { kind: 'exports', exports: reader.vector(() => [readExternName(reader), readSortIndex(reader)]) };
}

function readExport(reader: Reader): Definition {
  const name = readExternName(reader);
  const item = readSortIndex(reader);
  reader.option(() => readDescription(reader));
  return { kind: 'export', name, item };
}
