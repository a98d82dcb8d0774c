/** Reads and changes the sections of a core module that name things. */

const IMPORT_SECTION = 2;
const EXPORT_SECTION = 7;

/** A position in a module's bytes. */
class Reader {
  at: number;
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw new RangeError('the module ends too early');
    return value;
  }

  /** An unsigned number in LEB128. */
  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }

  text(): string {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

function leb128(value: number): number[] {
  const bytes: number[] = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) + (rest > 0 ? 128 : 0));
    value = rest;
  } while (value > 0);
  return bytes;
}

/** Each section: its number, where its header and its content begin, and where it ends. */
function* sections(module: Uint8Array): Generator<{ id: number; start: number; content: number; end: number }> {
  const reader = new Reader(module, 8);
  while (reader.at < module.length) {
    const start = reader.at;
    const id = reader.byte();
    const length = reader.number();
    yield { id, start, content: reader.at, end: reader.at + length };
    reader.at += length;
  }
}

/** The module with other names for some of its exports. @throws Error where one of them is not there */
export function renameExports(module: Uint8Array, names: Readonly<Record<string, string>>): Uint8Array {
  for (const { id, start, content, end } of sections(module)) {
    if (id !== EXPORT_SECTION) continue;
    const reader = new Reader(module, content);
    const count = reader.number();
    const missing = new Set(Object.keys(names));
    const items: number[] = [];
    for (let i = 0; i < count; i++) {
      const name = reader.text();
      missing.delete(name);
      const text = new TextEncoder().encode(names[name] ?? name);
      items.push(...leb128(text.length), ...text, reader.byte(), ...leb128(reader.number()));
    }
    if (missing.size > 0) throw new Error(`the module does not export ${[...missing].join(', ')}`);
    const body = [...leb128(count), ...items];
    return Buffer.concat([
      module.subarray(0, start),
      Buffer.from([id, ...leb128(body.length), ...body]),
      module.subarray(end),
    ]);
  }
  throw new Error('the module exports nothing');
}

/** The interfaces of which a module imports functions, without versions, in their order. */
export function importedInterfaces(module: Uint8Array): string[] {
  const found = new Set<string>();
  for (const { id, content } of sections(module)) {
    if (id !== IMPORT_SECTION) continue;
    const reader = new Reader(module, content);
    for (let count = reader.number(); count > 0; count--) {
      found.add(reader.text().replace(/@.*$/, ''));
      const name = reader.text();
      // A kind of 0 is a function, which is followed by its type.
      if (reader.byte() !== 0) throw new Error(`${name} is no function`);
      reader.number();
    }
  }
  return [...found];
}
