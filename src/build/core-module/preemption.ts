/**
 * Makes a core module's loops interruptible. Each turn of a loop takes one of the instance's fuel; when there is none left, the loop
 * calls a function of the host's, which may suspend the instance (JSPI), so that others in its thread go on, or end it.
 * What is added is added at the end of its section: no index of the module changes.
 */
import { Reader } from '../../component/binary/reader.ts';
import { addEntry, name, number, readSections, SECTION, type Section, writeSections } from './binary.ts';
import { walk } from './instructions.ts';

/** The export that holds the fuel (a mutable i32). */
export const FUEL = 'wasi-node:fuel';
/** The export that holds the function that is called when there is none left (a mutable reference to a function). */
export const INTERRUPT = 'wasi-node:interrupt';

const I32 = 0x7f;
const NULLABLE_REFERENCE = 0x63;
const MUTABLE = 1;
const GLOBAL_KIND = 3;
const FUNCTION_KIND = 0;
const OP = {
  if: 0x04,
  end: 0x0b,
  callRef: 0x14,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Const: 0x41,
  i32Eqz: 0x45,
  i32Sub: 0x6b,
  refNull: 0xd0,
} as const;
const EMPTY = 0x40;

/** Called by the host in the middle of its own functions, where the guest cannot be suspended. */
const ALLOCATORS = /(^|[:|_])(cabi_realloc|cabi_import_realloc|cm32p2_realloc)$/;

/** An interpreter branches to one of its instructions. */
const INTERPRETER_TARGETS = 128;
/** QuickJS counts jumps backwards and calls down from this (`JS_INTERRUPT_COUNTER_INIT`), in a small function. */
const POLL_INTERVAL = 10_000;
const POLL_BYTES = 256;

interface Body {
  /** Where the function's locals begin, where its instructions do, and where it ends. */
  start: number;
  code: number;
  end: number;
  loops: number[];
  calls: number[];
  /** The most targets of a branch. */
  targets: number;
  /** It has the constant that QuickJS's counter begins with. */
  polls: boolean;
}

/** The module with interruptible loops; as it is where it has none. */
export function makeInterruptible(module: Uint8Array): Uint8Array {
  let sections = readSections(module);
  const code = sections.find(({ id }) => id === SECTION.code);
  if (code === undefined) return module;
  const bodies = readBodies(code.body);
  const imported = importedOf(sections, FUNCTION_KIND);
  const { interpreters, polls } = pollsOf(bodies, imported);
  const exempt = reachable(bodies, imported, exportedFunctions(sections, ALLOCATORS)).union(interpreters);
  if (polls.size === 0 && !bodies.some(({ loops }, i) => loops.length > 0 && !exempt.has(imported + i))) return module;
  const type = countOf(sections, SECTION.type);
  const fuel = importedOf(sections, GLOBAL_KIND) + countOf(sections, SECTION.global);
  const check = Uint8Array.from(checkOf(type, fuel));
  const insertions = bodies.map(({ loops, code: begin }, i): Insertion[] => {
    if (polls.has(imported + i)) return [{ at: begin, bytes: check }];
    return exempt.has(imported + i) ? [] : loops.map((at) => ({ at, bytes: check }));
  });
  sections = sections.map((section) =>
    section === code ? { id: code.id, body: rewrite(code.body, bodies, insertions) } : section,
  );
  // () → ()
  sections = addEntry(sections, SECTION.type, [0x60, 0, 0]);
  sections = addEntry(sections, SECTION.global, [I32, MUTABLE, OP.i32Const, 0, OP.end]);
  sections = addEntry(sections, SECTION.global, [
    NULLABLE_REFERENCE,
    ...signed(type),
    MUTABLE,
    OP.refNull,
    ...signed(type),
    OP.end,
  ]);
  sections = addEntry(sections, SECTION.export, [...name(FUEL), GLOBAL_KIND, ...number(fuel)]);
  sections = addEntry(sections, SECTION.export, [...name(INTERRUPT), GLOBAL_KIND, ...number(fuel + 1)]);
  return writeSections(module, sections);
}

/** What each turn of a loop does first. */
function checkOf(type: number, fuel: number): number[] {
  const get = [OP.globalGet, ...number(fuel)];
  const interrupt = [OP.globalGet, ...number(fuel + 1), OP.callRef, ...number(type)];
  return [...get, OP.i32Eqz, OP.if, EMPTY, ...interrupt, OP.end, ...get, OP.i32Const, 1, OP.i32Sub].concat([
    OP.globalSet,
    ...number(fuel),
  ]);
}

/** What is put before an instruction. */
interface Insertion {
  at: number;
  bytes: Uint8Array;
}

function readBodies(body: Uint8Array): Body[] {
  const reader = new Reader(body);
  const bodies: Body[] = [];
  for (let count = reader.number(); count > 0; count--) {
    const size = reader.number();
    const start = reader.at;
    const end = start + size;
    for (let groups = reader.number(); groups > 0; groups--) {
      reader.number();
      skipValueType(reader);
    }
    const body: Body = { start, code: reader.at, end, loops: [], calls: [], targets: 0, polls: false };
    walk(reader, end, {
      loop: (at) => body.loops.push(at),
      call: (index) => body.calls.push(index),
      table: (targets) => {
        body.targets = Math.max(body.targets, targets);
      },
      constant: (value) => {
        body.polls ||= value === POLL_INTERVAL;
      },
    });
    bodies.push(body);
    reader.at = end;
  }
  return bodies;
}

function skipValueType(reader: Reader): void {
  const type = reader.byte();
  if (type === 0x63 || type === 0x64) while (reader.byte() >= 0x80);
}

/**
 * An interpreter's loop runs once an instruction, where a check costs a quarter of its time. QuickJS's calls a function of its own
 * with each jump backwards and each call: the check is there instead. Where that function is not found, the loop is like any other.
 */
function pollsOf(bodies: readonly Body[], imported: number): { interpreters: Set<number>; polls: Set<number> } {
  const interpreters = new Set<number>();
  const polls = new Set<number>();
  bodies.forEach(({ targets, calls }, i) => {
    if (targets < INTERPRETER_TARGETS) return;
    const called = calls.filter((index) => {
      const body = bodies[index - imported];
      return body?.polls === true && body.end - body.start <= POLL_BYTES;
    });
    if (called.length === 0) return;
    interpreters.add(imported + i);
    for (const index of called) polls.add(index);
  });
  return { interpreters, polls };
}

/** The functions that can be called, directly, when one of `from` is. */
function reachable(bodies: readonly Body[], imported: number, from: readonly number[]): Set<number> {
  const found = new Set<number>();
  const waiting = [...from];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (found.has(index)) continue;
    found.add(index);
    waiting.push(...(bodies[index - imported]?.calls ?? []));
  }
  return found;
}

function rewrite(body: Uint8Array, bodies: readonly Body[], insertions: readonly (readonly Insertion[])[]): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.from(number(bodies.length))];
  bodies.forEach(({ start, end }, i) => {
    const places = insertions[i] ?? [];
    const added = places.reduce((sum, { bytes }) => sum + bytes.length, 0);
    parts.push(Uint8Array.from(number(end - start + added)));
    let from = start;
    for (const { at, bytes } of places) {
      parts.push(body.subarray(from, at), bytes);
      from = at;
    }
    parts.push(body.subarray(from, end));
  });
  return Buffer.concat(parts);
}

function countOf(sections: readonly Section[], id: number): number {
  const section = sections.find((candidate) => candidate.id === id);
  return section === undefined ? 0 : new Reader(section.body).number();
}

function importedOf(sections: readonly Section[], kind: number): number {
  const section = sections.find(({ id }) => id === SECTION.import);
  if (section === undefined) return 0;
  const reader = new Reader(section.body);
  let found = 0;
  for (let count = reader.number(); count > 0; count--) {
    reader.name();
    reader.name();
    const importKind = reader.byte();
    if (importKind === kind) found++;
    skipDescription(reader, importKind);
  }
  return found;
}

function skipDescription(reader: Reader, kind: number): void {
  if (kind === 0) reader.number();
  else if (kind === 3) {
    skipValueType(reader);
    reader.at++;
  } else if (kind === 4) {
    reader.at++;
    reader.number();
  } else {
    if (kind === 1) skipValueType(reader);
    const flags = reader.byte();
    reader.number();
    if ((flags & 1) !== 0) reader.number();
  }
}

function exportedFunctions(sections: readonly Section[], pattern: RegExp): number[] {
  const section = sections.find(({ id }) => id === SECTION.export);
  if (section === undefined) return [];
  const reader = new Reader(section.body);
  const found: number[] = [];
  for (let count = reader.number(); count > 0; count--) {
    const exported = reader.name();
    const kind = reader.byte();
    const index = reader.number();
    if (kind === FUNCTION_KIND && pattern.test(exported)) found.push(index);
  }
  return found;
}

/** A type's index where a negative number stands for a built-in type: signed LEB128. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(Math.floor(value / 128))];
}
