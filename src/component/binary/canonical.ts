/** Reads canonical definitions. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#canonical-definitions */
import type { Canonical, CanonicalOptions } from './definitions.ts';
import { FormatError, type Reader } from './reader.ts';
import { readValueType } from './types.ts';

/** How the immediates of a built-in that is declared and never called are skipped: n(umber), b(yte), o(ptions), t(ype, optional). */
const ABSENT: Readonly<Record<number, [name: string, immediates: string]>> = {
  5: ['task.cancel', ''],
  6: ['subtask.cancel', 'b'],
  8: ['backpressure.set', ''],
  12: ['thread.yield', 'b'],
  13: ['subtask.drop', ''],
  14: ['stream.new', 'n'],
  15: ['stream.read', 'no'],
  16: ['stream.write', 'no'],
  17: ['stream.cancel-read', 'nb'],
  18: ['stream.cancel-write', 'nb'],
  19: ['stream.drop-readable', 'n'],
  20: ['stream.drop-writable', 'n'],
  21: ['future.new', 'n'],
  22: ['future.read', 'no'],
  23: ['future.write', 'no'],
  24: ['future.cancel-read', 'nb'],
  25: ['future.cancel-write', 'nb'],
  26: ['future.drop-readable', 'n'],
  27: ['future.drop-writable', 'n'],
  28: ['error-context.new', 'o'],
  29: ['error-context.debug-message', 'o'],
  30: ['error-context.drop', ''],
  31: ['waitable-set.new', ''],
  32: ['waitable-set.wait', 'bn'],
  33: ['waitable-set.poll', 'bn'],
  34: ['waitable-set.drop', ''],
  35: ['waitable.join', ''],
  36: ['backpressure.inc', ''],
  37: ['backpressure.dec', ''],
};

export function readCanonical(reader: Reader): Canonical {
  const tag = reader.byte();
  switch (tag) {
    case 0x00: {
      expectZero(reader);
      const core = reader.number();
      const options = readOptions(reader);
      return { kind: 'lift', core, options, type: reader.number() };
    }
    case 0x01:
      expectZero(reader);
      return { kind: 'lower', func: reader.number(), options: readOptions(reader) };
    case 0x03:
    case 0x07:
      return { kind: 'resource.drop', type: reader.number() };
    case 0x09: {
      const none = reader.byte() !== 0;
      if (none) reader.byte();
      const result = none ? null : readValueType(reader);
      return { kind: 'task.return', result, options: readOptions(reader) };
    }
    case 0x0a:
    case 0x0b:
      reader.byte();
      return { kind: tag === 0x0a ? 'context.get' : 'context.set', slot: reader.number() };
    default:
      return readAbsent(tag, reader);
  }
}

function readAbsent(tag: number, reader: Reader): Canonical {
  const [name, immediates] = ABSENT[tag] ?? [];
  if (name === undefined || immediates === undefined) {
    throw new FormatError(`it uses the built-in 0x${tag.toString(16)}, which this host does not have`);
  }
  for (const immediate of immediates) {
    if (immediate === 'n') reader.number();
    else if (immediate === 'b') reader.byte();
    else readOptions(reader);
  }
  return { kind: 'absent', name };
}

function expectZero(reader: Reader): void {
  if (reader.byte() !== 0) throw new FormatError('a canonical definition is malformed');
}

function readOptions(reader: Reader): CanonicalOptions {
  const options: CanonicalOptions = {
    encoding: 'utf8',
    async: false,
    memory: null,
    realloc: null,
    postReturn: null,
    callback: null,
  };
  reader.vector(() => {
    const tag = reader.byte();
    if (tag === 0x00) options.encoding = 'utf8';
    else if (tag === 0x01) options.encoding = 'utf16';
    else if (tag === 0x02) options.encoding = 'latin1+utf16';
    else if (tag === 0x03) options.memory = reader.number();
    else if (tag === 0x04) options.realloc = reader.number();
    else if (tag === 0x05) options.postReturn = reader.number();
    else if (tag === 0x06) options.async = true;
    else if (tag === 0x07) options.callback = reader.number();
    else throw new FormatError(`it uses the canonical option 0x${tag.toString(16)}, which this host does not have`);
  });
  return options;
}
