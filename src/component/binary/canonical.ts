/** Reads canonical definitions. https://github.com/WebAssembly/component-model/blob/main/design/mvp/Binary.md#canonical-definitions */
import type { Canonical, CanonicalOptions } from './definitions.ts';
import { FormatError, type Reader } from './reader.ts';
import { readValueType } from './types.ts';

/** How the immediates of a built-in that is declared and never called are skipped: n(umber), b(yte), o(ptions), t(ype, optional). */
const ABSENT: Readonly<Record<number, [name: string, immediates: string]>> = {
  0x05: ['task.cancel', ''],
  0x06: ['subtask.cancel', 'b'],
  0x08: ['backpressure.set', ''],
  0x0c: ['thread.yield', 'b'],
  0x0d: ['subtask.drop', ''],
  0x0e: ['stream.new', 'n'],
  0x0f: ['stream.read', 'no'],
  0x10: ['stream.write', 'no'],
  0x11: ['stream.cancel-read', 'nb'],
  0x12: ['stream.cancel-write', 'nb'],
  0x13: ['stream.drop-readable', 'n'],
  0x14: ['stream.drop-writable', 'n'],
  0x15: ['future.new', 'n'],
  0x16: ['future.read', 'no'],
  0x17: ['future.write', 'no'],
  0x18: ['future.cancel-read', 'nb'],
  0x19: ['future.cancel-write', 'nb'],
  0x1a: ['future.drop-readable', 'n'],
  0x1b: ['future.drop-writable', 'n'],
  0x1c: ['error-context.new', 'o'],
  0x1d: ['error-context.debug-message', 'o'],
  0x1e: ['error-context.drop', ''],
  0x1f: ['waitable-set.new', ''],
  0x20: ['waitable-set.wait', 'bn'],
  0x21: ['waitable-set.poll', 'bn'],
  0x22: ['waitable-set.drop', ''],
  0x23: ['waitable.join', ''],
  0x24: ['backpressure.inc', ''],
  0x25: ['backpressure.dec', ''],
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
    utf8: true,
    async: false,
    memory: null,
    realloc: null,
    postReturn: null,
    callback: null,
  };
  reader.vector(() => {
    const tag = reader.byte();
    if (tag === 0x00) options.utf8 = true;
    else if (tag === 0x01 || tag === 0x02) options.utf8 = false;
    else if (tag === 0x03) options.memory = reader.number();
    else if (tag === 0x04) options.realloc = reader.number();
    else if (tag === 0x05) options.postReturn = reader.number();
    else if (tag === 0x06) options.async = true;
    else if (tag === 0x07) options.callback = reader.number();
    else throw new FormatError(`it uses the canonical option 0x${tag.toString(16)}, which this host does not have`);
  });
  return options;
}
