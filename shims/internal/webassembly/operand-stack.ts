/**
 * The operand stack of a function while it is translated. An operand at depth `n` is in the variable `s<n>`, or is still an expression over
 * constants and locals: it is evaluated where it is used, which is the same as long as those locals stay as they are.
 */
import type { ValueType } from './types.ts';

/** An operand. */
export interface Operand {
  type: ValueType;
  text: string;
  /** Locals that the expression reads; undefined: it is in its variable. */
  locals: ReadonlySet<number> | undefined;
}

/** Longer expressions are put into variables: the engine's parser is recursive. */
const LONGEST = 160;
const NONE: ReadonlySet<number> = new Set();

export class OperandStack {
  readonly #items: Operand[] = [];
  readonly #emit: (text: string) => void;
  /** The most variables that are needed. */
  depth = 0;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  get height(): number {
    return this.#items.length;
  }

  /** Pushes an expression over constants and locals. */
  pushPure(type: ValueType, text: string, ...parts: (ReadonlySet<number> | undefined)[]): void {
    const locals = parts.length === 0 ? NONE : new Set(parts.flatMap((part) => [...(part ?? [])]));
    this.#items.push({ type, text, locals });
    if (text.length > LONGEST) this.#settleAt(this.#items.length - 1);
  }

  /** Evaluates an expression here and pushes its value. */
  pushValue(type: ValueType, text: string): void {
    const variable = `s${this.#items.length}`;
    this.#emit(`${variable}=${text};`);
    this.pushVariable(type);
  }

  /** Pushes what is in its variable already. */
  pushVariable(type: ValueType): void {
    this.#items.push({ type, text: `s${this.#items.length}`, locals: undefined });
    this.depth = Math.max(this.depth, this.#items.length);
  }

  pop(): Operand | undefined {
    return this.#items.pop();
  }

  peek(fromTop: number): Operand | undefined {
    return this.#items[this.#items.length - 1 - fromTop];
  }

  /** Puts every operand into its variable. */
  settle(): void {
    for (let index = 0; index < this.#items.length; index++) this.#settleAt(index);
  }

  /** Evaluates the operands that read a local, before it changes. */
  settleLocal(local: number): void {
    for (const [index, { locals }] of this.#items.entries()) if (locals?.has(local)) this.#settleAt(index);
  }

  /** Drops all above a height. */
  cut(height: number): void {
    this.#items.length = Math.min(this.#items.length, height);
  }

  #settleAt(index: number): void {
    const item = this.#items[index];
    if (item === undefined || item.text === `s${index}`) return;
    this.#emit(`s${index}=${item.text};`);
    this.#items[index] = { type: item.type, text: `s${index}`, locals: undefined };
    this.depth = Math.max(this.depth, index + 1);
  }
}
