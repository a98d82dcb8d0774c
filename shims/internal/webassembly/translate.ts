/** Translates the body of a function into JavaScript. https://webassembly.github.io/spec/core/binary/instructions.html */
import { type Access, LOADS, OPERATIONS, type Operation, STORES } from './numeric.ts';
import { type Operand, OperandStack } from './operand-stack.ts';
import { numberText, referenceType, valueType } from './parse.ts';
import { Reader } from './reader.ts';
import type { Body, FunctionType, ModuleParts, ValueType } from './types.ts';

/** A block that is open. */
interface Frame {
  kind: 'function' | 'block' | 'loop' | 'if' | 'else';
  label: string;
  type: FunctionType;
  /** Operands below the block's own. */
  height: number;
  /** What follows in it is never reached. */
  dead: boolean;
  /** Nothing of the block is reached. */
  born: boolean;
}

const MAX_LOCALS = 50_000;
const DEFAULTS: Readonly<Record<ValueType, string>> = {
  i32: '0',
  i64: '0n',
  f32: '0',
  f64: '0',
  funcref: 'null',
  externref: 'null',
};

/**
 * The function as JavaScript text: `function f<index>(l0,…){…}`, over the names that `link.ts` declares.
 * @throws CompileError
 */
export function translate(
  bytes: Uint8Array,
  parts: ModuleParts,
  index: number,
  type: FunctionType,
  body: Body,
): string {
  return new Translator(bytes, parts, index, type, body).run();
}

class Translator {
  readonly #r: Reader;
  readonly #parts: ModuleParts;
  readonly #type: FunctionType;
  readonly #index: number;
  readonly #locals: ValueType[];
  readonly #out: string[] = [];
  readonly #frames: Frame[] = [];
  readonly #stack = new OperandStack((text) => this.#out.push(text));
  #labels = 0;

  constructor(bytes: Uint8Array, parts: ModuleParts, index: number, type: FunctionType, { start, end }: Body) {
    this.#r = new Reader(bytes, start, end);
    this.#parts = parts;
    this.#index = index;
    this.#type = type;
    this.#locals = [...type.params];
  }

  run(): string {
    const r = this.#r;
    r.list(() => {
      const count = r.u32();
      const type = valueType(r);
      if (this.#locals.length + count > MAX_LOCALS) r.fail('too many locals');
      for (let i = 0; i < count; i++) this.#locals.push(type);
    });
    this.#open('function', { ...this.#type, params: [] }, false);
    while (this.#frames.length > 0) this.#instruction(r.u8());
    if (!r.done) r.fail('code after the end of a function');
    const params = this.#type.params.map((_, i) => `l${i}`);
    const variables = [
      ...this.#locals.slice(params.length).map((type, i) => `l${params.length + i}=${DEFAULTS[type]}`),
      ...Array.from({ length: this.#stack.depth }, (_, i) => `s${i}`),
    ];
    const declared = variables.length === 0 ? '' : `let ${variables};`;
    return `function f${this.#index}(${params}){${declared}${this.#out.join('')}}`;
  }

  get #frame(): Frame {
    return this.#frames.at(-1) ?? this.#r.fail('an instruction outside of a function');
  }

  #emit(text: string): void {
    this.#out.push(text);
  }

  /** @throws CompileError */
  #pop(type?: ValueType): Operand {
    const { height } = this.#frame;
    const operand = this.#stack.height > height ? this.#stack.pop() : undefined;
    if (operand === undefined) return this.#r.fail('an operand that is missing');
    if (type !== undefined && operand.type !== type) this.#r.fail(`a ${operand.type} in the place of a ${type}`);
    return operand;
  }

  /** Operands in their order. */
  #popAll(types: readonly ValueType[]): Operand[] {
    return types.map((_, i) => this.#pop(types[types.length - 1 - i])).reverse();
  }

  #instruction(opcode: number): void {
    // Blocks are followed to their end even where nothing is reached.
    if (opcode === 0x05) this.#else();
    else if (opcode === 0x0b) this.#end();
    else if (opcode >= 0x02 && opcode <= 0x04) this.#block(opcode);
    else if (this.#frame.dead) this.#skip(opcode);
    else this.#live(opcode);
  }

  #live(opcode: number): void {
    if (opcode < 0x20) this.#control(opcode);
    else if (opcode <= 0x26) this.#variable(opcode);
    else if (opcode <= 0x3e) this.#access(opcode);
    else if (opcode <= 0x44) this.#constantOrMemory(opcode);
    else if (opcode === 0xfc) this.#prefixed(this.#r.u32());
    else if (opcode >= 0xd0 && opcode <= 0xd2) this.#reference(opcode);
    else this.#compute(OPERATIONS.get(opcode) ?? this.#unknown(opcode));
  }

  #unknown(opcode: number): never {
    return this.#r.fail(`an instruction that is not offered here (0x${opcode.toString(16)})`);
  }

  // Control

  #blockType(): FunctionType {
    const index = this.#r.s33();
    if (index === -64) return { params: [], results: [], id: ':' };
    if (index < 0) {
      const type = valueType(this.#r, index + 128);
      return { params: [], results: [type], id: `:${type}` };
    }
    return this.#parts.types[index] ?? this.#r.fail('a type that is not there');
  }

  #block(opcode: number): void {
    const type = this.#blockType();
    const { dead } = this.#frame;
    const kind = ({ 2: 'block', 3: 'loop', 4: 'if' } as const)[opcode as 2 | 3 | 4];
    let condition = '';
    if (!dead) {
      if (kind === 'if') condition = this.#pop('i32').text;
      this.#stack.settle();
      this.#popAll(type.params);
    }
    const frame = this.#open(kind, type, dead);
    if (dead) return;
    // Its operands are in their variables.
    for (const param of type.params) this.#stack.pushVariable(param);
    if (kind === 'block') this.#emit(`${frame.label}:{`);
    else if (kind === 'loop') this.#emit(`${frame.label}:for(;;){`);
    else this.#emit(`${frame.label}:{if(${condition}){`);
  }

  #open(kind: Frame['kind'], type: FunctionType, dead: boolean): Frame {
    const frame = { kind, label: `L${this.#labels++}`, type, height: this.#stack.height, dead, born: !dead };
    this.#frames.push(frame);
    return frame;
  }

  /** The results of a block are in the variables from its height on. */
  #leave(frame: Frame): void {
    if (!frame.dead) {
      this.#move(frame.type.results, frame.height);
      if (this.#stack.height !== frame.height + frame.type.results.length) this.#r.fail('operands that are left over');
    }
    this.#stack.cut(frame.height);
  }

  #else(): void {
    const frame = this.#frame;
    if (frame.kind !== 'if') this.#r.fail('an else without an if');
    this.#leave(frame);
    frame.kind = 'else';
    frame.dead = !frame.born;
    if (!frame.born) return;
    this.#emit('}else{');
    for (const param of frame.type.params) this.#stack.pushVariable(param);
  }

  #end(): void {
    const frame = this.#frame;
    const { kind, type, height, born, label } = frame;
    if (kind === 'function') {
      if (!frame.dead) this.#return();
      this.#frames.pop();
      return;
    }
    if (kind === 'if' && type.params.join() !== type.results.join()) this.#r.fail('an if without an else');
    this.#leave(frame);
    this.#frames.pop();
    if (!born) return;
    this.#emit({ block: '}', loop: frame.dead ? '}' : `break ${label};}`, if: '}}', else: '}}' }[kind]);
    if (this.#stack.height !== height) this.#r.fail('operands that are missing');
    for (const result of type.results) this.#stack.pushVariable(result);
  }

  /** Puts the topmost operands into the variables from a height on; they stay on the stack. */
  #move(types: readonly ValueType[], height: number): void {
    const first = this.#stack.height - types.length;
    if (first < this.#frame.height) this.#r.fail('operands that are missing');
    types.forEach((type, i) => {
      const operand = this.#stack.peek(types.length - 1 - i);
      if (operand?.type !== type) this.#r.fail(`a ${operand?.type} in the place of a ${type}`);
      if (operand.text !== `s${height + i}`) this.#emit(`s${height + i}=${operand.text};`);
    });
    this.#stack.depth = Math.max(this.#stack.depth, height + types.length);
  }

  #target(depth: number): Frame {
    return this.#frames.at(-1 - depth) ?? this.#r.fail('a label that is not there');
  }

  /** The jump out of so many blocks, without its operands. */
  #branch(depth: number): string {
    const { kind, label } = this.#target(depth);
    return kind === 'loop' ? `continue ${label};` : `break ${label};`;
  }

  #branchTypes(depth: number): ValueType[] {
    const { kind, type } = this.#target(depth);
    return kind === 'loop' ? type.params : type.results;
  }

  /** Emits a jump with its operands. */
  #jump(depth: number): void {
    if (this.#target(depth).kind === 'function') {
      this.#return();
      return;
    }
    this.#move(this.#branchTypes(depth), this.#target(depth).height);
    this.#emit(this.#branch(depth));
  }

  /** Emits the return of the topmost operands. */
  #return(): void {
    const { results } = this.#type;
    const operands = results.map((type, i) => {
      const operand = this.#stack.peek(results.length - 1 - i);
      if (this.#stack.height - results.length < this.#frame.height || operand?.type !== type) {
        return this.#r.fail('a result that is missing');
      }
      return operand.text;
    });
    if (operands.length === 1) this.#emit(`return ${operands};`);
    else this.#emit(operands.length === 0 ? 'return;' : `return[${operands}];`);
  }

  /** What follows is not reached. */
  #die(): void {
    const frame = this.#frame;
    frame.dead = true;
    this.#stack.cut(frame.height);
  }

  #control(opcode: number): void {
    const r = this.#r;
    switch (opcode) {
      case 0x00:
        this.#emit("trap('unreachable');");
        this.#die();
        break;
      case 0x01:
        break;
      case 0x0c:
        this.#jump(r.u32());
        this.#die();
        break;
      case 0x0d: {
        const condition = this.#pop('i32').text;
        this.#emit(`if(${condition}){`);
        this.#jump(r.u32());
        this.#emit('}');
        break;
      }
      case 0x0e:
        this.#branchTable();
        break;
      case 0x0f:
        this.#return();
        this.#die();
        break;
      case 0x10: {
        const index = r.u32();
        const type = this.#parts.functions[index] ?? r.fail('a function that is not there');
        this.#call(`f${index}`, type);
        break;
      }
      case 0x11: {
        const type = this.#parts.types[r.u32()] ?? r.fail('a type that is not there');
        const table = this.#tableAt(r.u32());
        const index = this.#pop('i32');
        this.#call(`indirect(${table},${index.text},${JSON.stringify(type.id)})`, type);
        break;
      }
      case 0x1a:
        this.#pop();
        break;
      case 0x1b:
      case 0x1c: {
        const types = opcode === 0x1c ? r.list(() => valueType(r)) : [];
        const condition = this.#pop('i32');
        const second = this.#pop(types[0]);
        const first = this.#pop(second.type);
        const text = `(${condition.text}?${first.text}:${second.text})`;
        if (first.locals && second.locals && condition.locals) {
          this.#stack.pushPure(first.type, text, first.locals, second.locals, condition.locals);
        } else this.#stack.pushValue(first.type, text);
        break;
      }
      default:
        this.#unknown(opcode);
    }
  }

  #branchTable(): void {
    const r = this.#r;
    const depths = r.list(() => r.u32());
    const fallback = r.u32();
    const operand = this.#pop('i32');
    this.#emit(`s${this.#stack.height}=${operand.text}>>>0;`);
    const variable = `s${this.#stack.height}`;
    this.#stack.depth = Math.max(this.#stack.depth, this.#stack.height + 1);
    // Neighbours that go the same way are one range; the ranges are searched by halves.
    const ranges: { from: number; depth: number }[] = [];
    for (const [from, depth] of [...depths, fallback].entries()) {
      if (ranges.at(-1)?.depth !== depth) ranges.push({ from, depth });
    }
    const search = (low: number, high: number): void => {
      const middle = (low + high + 1) >> 1;
      if (low === high) {
        this.#jump(ranges[low]?.depth ?? fallback);
        return;
      }
      this.#emit(`if(${variable}<${ranges[middle]?.from}){`);
      search(low, middle - 1);
      this.#emit('}else{');
      search(middle, high);
      this.#emit('}');
    };
    search(0, ranges.length - 1);
    this.#die();
  }

  #call(callee: string, { params, results }: FunctionType): void {
    // What is called may change globals and memory, but no operand of ours: those are in locals and variables.
    const given = this.#popAll(params).map(({ text }) => text);
    const text = `${callee}(${given})`;
    const [only] = results;
    if (only === undefined) this.#emit(`${text};`);
    else if (results.length === 1) this.#stack.pushValue(only, text);
    else {
      const height = this.#stack.height;
      this.#emit(`[${results.map((_, i) => `s${height + i}`)}]=${text};`);
      for (const result of results) this.#stack.pushVariable(result);
    }
  }

  // Variables

  #localAt(index: number): ValueType {
    return this.#locals[index] ?? this.#r.fail('a local that is not there');
  }

  #tableAt(index: number): string {
    return this.#parts.tables[index] === undefined ? this.#r.fail('a table that is not there') : `t${index}`;
  }

  #variable(opcode: number): void {
    const index = this.#r.u32();
    switch (opcode) {
      case 0x20:
        this.#stack.pushPure(this.#localAt(index), `l${index}`, new Set([index]));
        break;
      case 0x21: {
        const { text } = this.#pop(this.#localAt(index));
        this.#stack.settleLocal(index);
        this.#emit(`l${index}=${text};`);
        break;
      }
      case 0x22: {
        const type = this.#localAt(index);
        const { text } = this.#pop(type);
        this.#stack.settleLocal(index);
        this.#emit(`l${index}=${text};`);
        this.#stack.pushPure(type, `l${index}`, new Set([index]));
        break;
      }
      case 0x23:
      case 0x24: {
        const global = this.#parts.globals[index] ?? this.#r.fail('a global that is not there');
        if (opcode === 0x23) this.#stack.pushValue(global.type, `g${index}.v`);
        else if (!global.mutable) this.#r.fail('a global that does not change');
        else this.#emit(`g${index}.v=${this.#pop(global.type).text};`);
        break;
      }
      default: {
        const table = this.#tableAt(index);
        const { element } = this.#parts.tables[index] ?? { element: 'funcref' };
        if (opcode === 0x25) this.#stack.pushValue(element, `${table}.read(${this.#pop('i32').text})`);
        else {
          const value = this.#pop(element);
          this.#emit(`${table}.write(${this.#pop('i32').text},${value.text});`);
        }
      }
    }
  }

  // Memory

  #needMemory(): void {
    if (this.#parts.memories.length === 0) this.#r.fail('a memory that is not there');
  }

  /** The address of an access as text. */
  #address(size: number, operand: () => Operand): string {
    this.#needMemory();
    const alignment = this.#r.u32();
    if (2 ** alignment > size) this.#r.fail('an alignment that is too large');
    const offset = this.#r.u32();
    const { text } = operand();
    return offset === 0 ? `${text}>>>0` : `(${text}>>>0)+${offset}`;
  }

  #access(opcode: number): void {
    if (opcode < 0x36) {
      const { type, method, size, convert } = LOADS[opcode - 0x28] ?? this.#unknown(opcode);
      const address = this.#address(size, () => this.#pop('i32'));
      const read = method === 'getUint8' ? `(U[${address}]??outside())` : `D.${method}(${address},true)`;
      this.#stack.pushValue(type, convert(read));
      return;
    }
    const { type, method, size, convert }: Access = STORES[opcode - 0x36] ?? this.#unknown(opcode);
    let value: Operand | undefined;
    const address = this.#address(size, () => {
      value = this.#pop(type);
      return this.#pop('i32');
    });
    this.#emit(`D.${method}(${address},${convert(value?.text ?? '')},true);`);
  }

  #constantOrMemory(opcode: number): void {
    const r = this.#r;
    const negative = (text: string): string => (text.startsWith('-') ? `(${text})` : text);
    switch (opcode) {
      case 0x3f:
        this.#needMemory();
        r.u8();
        this.#stack.pushValue('i32', 'M.pages');
        break;
      case 0x40:
        this.#needMemory();
        r.u8();
        this.#stack.pushValue('i32', `M.growBy(${this.#pop('i32').text}>>>0)`);
        break;
      case 0x41:
        this.#stack.pushPure('i32', negative(String(r.s32())));
        break;
      case 0x42:
        this.#stack.pushPure('i64', negative(`${r.s64()}n`));
        break;
      case 0x43:
        this.#stack.pushPure('f32', negative(numberText(r.f32())));
        break;
      default:
        this.#stack.pushPure('f64', negative(numberText(r.f64())));
    }
  }

  #reference(opcode: number): void {
    if (opcode === 0xd0) this.#stack.pushPure(referenceType(this.#r), 'null');
    else if (opcode === 0xd1) {
      const { type, text } = this.#pop();
      if (type !== 'funcref' && type !== 'externref') this.#r.fail('a number in the place of a reference');
      this.#stack.pushValue('i32', `(${text}===null|0)`);
    } else {
      const index = this.#r.u32();
      if (index >= this.#parts.functions.length) this.#r.fail('a function that is not there');
      this.#stack.pushValue('funcref', `ref(${index})`);
    }
  }

  // Numbers

  #compute({ operand, arity, result, text, traps }: Operation): void {
    const second = arity === 2 ? this.#pop(operand) : undefined;
    const first = this.#pop(operand);
    const filled = text.replace(/\b[ab]\b/g, (name) => (name === 'a' ? first.text : (second?.text ?? '')));
    const isPure = first.locals !== undefined && (second === undefined || second.locals !== undefined);
    if (traps || !isPure) this.#stack.pushValue(result, filled);
    else this.#stack.pushPure(result, filled, first.locals, second?.locals);
  }

  #prefixed(code: number): void {
    const r = this.#r;
    const operation = OPERATIONS.get(0xfc00 + code);
    if (operation !== undefined) {
      this.#compute(operation);
      return;
    }
    /** Three numbers: where to, where from or what, how many. */
    const three = (): string =>
      this.#popAll(['i32', 'i32', 'i32'])
        .map(({ text }) => `${text}>>>0`)
        .join();
    switch (code) {
      case 8: {
        this.#needMemory();
        const segment = this.#indexIn(this.#parts.data);
        r.u8();
        this.#emit(`M.init(data[${segment}],${three()});`);
        break;
      }
      case 9:
        this.#emit(`data[${this.#indexIn(this.#parts.data)}]=none;`);
        break;
      case 10:
        this.#needMemory();
        r.u8();
        r.u8();
        this.#emit(`M.copy(${three()});`);
        break;
      case 11:
        this.#needMemory();
        r.u8();
        this.#emit(`M.fill(${three()});`);
        break;
      case 12: {
        const segment = this.#indexIn(this.#parts.elements);
        this.#emit(`${this.#tableAt(r.u32())}.init(elements[${segment}],${three()});`);
        break;
      }
      case 13:
        this.#emit(`elements[${this.#indexIn(this.#parts.elements)}]=none;`);
        break;
      case 14: {
        const to = this.#tableAt(r.u32());
        this.#emit(`${to}.copy(${this.#tableAt(r.u32())},${three()});`);
        break;
      }
      default:
        this.#tableInstruction(code);
    }
  }

  #tableInstruction(code: number): void {
    if (code < 15 || code > 17) this.#unknown(0xfc00 + code);
    const index = this.#r.u32();
    const table = this.#tableAt(index);
    const element = this.#parts.tables[index]?.element;
    if (code === 16) this.#stack.pushValue('i32', `${table}.size`);
    else if (code === 15) {
      const count = this.#pop('i32');
      this.#stack.pushValue('i32', `${table}.growBy(${count.text}>>>0,${this.#pop(element).text})`);
    } else {
      const count = this.#pop('i32');
      const value = this.#pop(element);
      this.#emit(`${table}.fill(${this.#pop('i32').text}>>>0,${value.text},${count.text}>>>0);`);
    }
  }

  #indexIn(list: readonly unknown[]): number {
    const index = this.#r.u32();
    return index < list.length ? index : this.#r.fail('a segment that is not there');
  }

  /** Reads over an instruction that is not reached. */
  #skip(opcode: number): void {
    const r = this.#r;
    if (opcode === 0x0e) {
      r.list(() => r.u32());
      r.u32();
    } else if (opcode === 0x11) {
      r.u32();
      r.u32();
    } else if (opcode === 0x0c || opcode === 0x0d || opcode === 0x10 || (opcode >= 0x20 && opcode <= 0x26)) r.u32();
    else if (opcode === 0x1c) r.list(() => valueType(r));
    else if (opcode >= 0x28 && opcode <= 0x3e) {
      r.u32();
      r.u32();
    } else if (opcode === 0x3f || opcode === 0x40) r.u8();
    else if (opcode === 0x41) r.s32();
    else if (opcode === 0x42) r.s64();
    else if (opcode === 0x43) r.f32();
    else if (opcode === 0x44) r.f64();
    else if (opcode === 0xd0) r.u8();
    else if (opcode === 0xd2) r.u32();
    else if (opcode === 0xfc) {
      const code = r.u32();
      const immediates = code < 8 ? 0 : [8, 10, 12, 14].includes(code) ? 2 : 1;
      if (code > 17) this.#unknown(0xfc00 + code);
      for (let i = 0; i < immediates; i++) r.u32();
    } else if (!OPERATIONS.has(opcode) && ![0x00, 0x01, 0x0f, 0x1a, 0x1b, 0xd1].includes(opcode)) this.#unknown(opcode);
  }
}
