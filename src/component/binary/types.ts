/** Reads types and declarations. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#type-definitions */
import { readAlias } from './aliases.ts';
import type { Declaration, Description, TypeDefinition, ValueType } from './definitions.ts';
import { FormatError, type Reader } from './reader.ts';

const PRIMITIVES: Readonly<Record<number, string>> = {
  127: 'bool',
  126: 's8',
  125: 'u8',
  124: 's16',
  123: 'u16',
  122: 's32',
  121: 'u32',
  120: 's64',
  119: 'u64',
  118: 'f32',
  117: 'f64',
  116: 'char',
  115: 'string',
  100: 'error-context',
};

export function readValueType(reader: Reader): ValueType {
  const primitive = PRIMITIVES[reader.peek()];
  if (primitive === undefined) return reader.number();
  reader.byte();
  return primitive;
}

export function readType(reader: Reader): TypeDefinition {
  const value = () => readValueType(reader);
  const labelled = (): [string, ValueType] => [reader.name(), value()];
  const tag = reader.byte();
  switch (tag) {
    case 0x72:
      return { kind: 'record', fields: reader.vector(labelled) };
    case 0x71:
      return { kind: 'variant', cases: reader.vector(() => readCase(reader)) };
    case 0x70:
      return { kind: 'list', element: value() };
    case 0x6f:
      return { kind: 'tuple', items: reader.vector(value) };
    case 0x6e:
      return { kind: 'flags', names: reader.vector(() => reader.name()) };
    case 0x6d:
      return { kind: 'enum', names: reader.vector(() => reader.name()) };
    case 0x6b:
      return { kind: 'option', some: value() };
    case 0x6a:
      return { kind: 'result', ok: reader.option(value), error: reader.option(value) };
    case 0x69:
      return { kind: 'own', index: reader.number() };
    case 0x68:
      return { kind: 'borrow', index: reader.number() };
    case 0x67:
      value();
      reader.number();
      return { kind: 'unsupported', what: 'a list of fixed length' };
    case 0x66:
    case 0x65:
      reader.option(value);
      return { kind: 'unsupported', what: tag === 0x66 ? 'a stream' : 'a future' };
    case 0x63:
      value();
      value();
      return { kind: 'unsupported', what: 'a map' };
    case 0x40:
    case 0x43:
      return { kind: 'function', params: reader.vector(labelled), result: readResult(reader) };
    case 0x42:
      return { kind: 'instance', declarations: reader.vector(() => readDeclaration(reader)) };
    case 0x41:
      return { kind: 'component', declarations: reader.vector(() => readDeclaration(reader)) };
    case 0x3f:
      reader.byte();
      reader.option(() => reader.number());
      return { kind: 'resource' };
    default: {
      const name = PRIMITIVES[tag];
      if (name === undefined) throw new FormatError(`0x${tag.toString(16)} is no type`);
      return { kind: 'primitive', name };
    }
  }
}

function readCase(reader: Reader): [string, ValueType | null] {
  const name = reader.name();
  const type = reader.option(() => readValueType(reader));
  reader.option(() => reader.number());
  return [name, type];
}

function readResult(reader: Reader): ValueType | null {
  if (reader.byte() === 0) return readValueType(reader);
  reader.byte();
  return null;
}

function readDeclaration(reader: Reader): Declaration {
  const tag = reader.byte();
  switch (tag) {
    case 0x00:
      throw new FormatError('it declares a core type');
    case 0x01:
      return { kind: 'type', type: readType(reader) };
    case 0x02:
      return { kind: 'alias', alias: readAlias(reader) };
    case 0x03:
    case 0x04:
      return {
        kind: tag === 0x03 ? 'import' : 'export',
        name: readExternName(reader),
        description: readDescription(reader),
      };
    default:
      throw new FormatError(`0x${tag.toString(16)} is no declaration`);
  }
}

/** The name of an import or an export. */
export function readExternName(reader: Reader): string {
  const tag = reader.byte();
  const name = reader.name();
  if (tag === 0x00) return name;
  if (tag !== 0x01) throw new FormatError(`0x${tag.toString(16)} begins no name`);
  return name;
}

export function readDescription(reader: Reader): Description {
  const tag = reader.byte();
  switch (tag) {
    case 0x00:
      reader.byte();
      return { kind: 'module', index: reader.number() };
    case 0x01:
      return { kind: 'func', index: reader.number() };
    case 0x02:
      if (reader.byte() === 0) reader.number();
      else readValueType(reader);
      return { kind: 'value' };
    case 0x03:
      return { kind: 'type', equals: reader.byte() === 0 ? reader.number() : null };
    case 0x04:
      return { kind: 'component', index: reader.number() };
    case 0x05:
      return { kind: 'instance', index: reader.number() };
    default:
      throw new FormatError(`0x${tag.toString(16)} describes nothing`);
  }
}
