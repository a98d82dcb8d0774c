import { isError } from '../types.ts';
import { prefix } from './constructor-name.ts';
import type { Context } from './options.ts';
import { formatIsolated } from './value.ts';

/** An error's text with its stack; stacks of the engine alone have no text. */
function stackText(ctx: Context, error: Error): string {
  const plain = Error.prototype.toString.call(error);
  let stack: unknown;
  try {
    stack = error.stack;
  } catch {
    return plain;
  }
  if (!stack) return plain;
  if (typeof stack === 'string') return stack.startsWith('    at ') ? `${plain}\n${stack.trimEnd()}` : stack;
  return formatIsolated(stack, { ...ctx, compact: false });
}

/** The first run of more than three equal lines in two stacks: its length and where it begins in the first. */
function commonLines(a: readonly string[], b: readonly string[]): [length: number, start: number] {
  for (let i = 0; i < a.length - 3; i++) {
    const position = b.indexOf(a[i]!);
    if (position === -1) continue;
    const max = Math.min(a.length - i, b.length - position);
    let length = 1;
    while (length < max && a[i + length] === b[position + length]) length++;
    if (length > 3) return [length, i];
  }
  return [0, 0];
}

function read(error: Error, key: 'message' | 'name' | 'cause' | 'errors'): { value: unknown } | undefined {
  try {
    return { value: (error as unknown as Record<string, unknown>)[key] };
  } catch {
    return undefined;
  }
}

/** Drops the lines that the stack of the cause shows as well. */
function stackLines(ctx: Context, error: Error, stack: string): string[] {
  const lines = stack.split('\n');
  const cause = read(error, 'cause')?.value;
  if (cause == null || !isError(cause)) return lines;
  const causeStack = stackText(ctx, cause);
  const start = causeStack.indexOf('\n    at');
  if (start === -1) return lines;
  const [length, offset] = commonLines(lines, causeStack.slice(start + 1).split('\n'));
  if (length === 0) return lines;
  const skipped = length - 2;
  lines.splice(
    offset + 1,
    skipped,
    ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'),
  );
  return lines;
}

/** Takes the class into the first line where it says another name. */
function improveFirstLine(stack: string, constructor: string | null, name: string, tag: string): string {
  let length = name.length;
  const isPlain =
    name.endsWith('Error') && stack.startsWith(name) && (stack.length === length || /[:\n]/.test(stack[length]!));
  if (constructor !== null && !isPlain) return stack;
  let fallback = 'Error';
  if (constructor === null) {
    const found = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n {4}at)/.exec(stack) ?? /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
    fallback = found?.[1] ?? '';
    length = fallback.length;
    fallback ||= 'Error';
  }
  const shown = prefix(constructor, tag, fallback).slice(0, -1);
  if (name === shown) return stack;
  if (!shown.includes(name)) return `${shown} [${name}]${stack.slice(length)}`;
  return length === 0 ? `${shown}: ${stack}` : shown + stack.slice(length);
}

/** Removes the keys whose values the stack shows already, and adds `cause` and `errors`. */
function adjustKeys(error: Error, keys: PropertyKey[], stack: string, showHidden: boolean): void {
  if (!showHidden) {
    for (const key of ['name', 'message', 'stack'] as const) {
      const index = keys.indexOf(key);
      if (index === -1) continue;
      const value = key === 'stack' ? { value: stack } : read(error, key);
      if (value !== undefined && (typeof value.value !== 'string' || stack.includes(value.value)))
        keys.splice(index, 1);
    }
  }
  if (Object.hasOwn(error, 'cause') && !keys.includes('cause')) keys.push('cause');
  if (Object.hasOwn(error, 'errors') && Array.isArray(read(error, 'errors')?.value) && !keys.includes('errors')) {
    keys.push('errors');
  }
}

/** Underlines the packages in the paths of a stack. */
function markModules(ctx: Context, line: string): string {
  return line.replace(
    /([/\\]node_modules[/\\])((?:@[^/\\]+[/\\])?[^/\\]+)(?=[/\\])/g,
    (_all, path: string, name: string) => path + ctx.stylize(name, 'module'),
  );
}

function colourLine(ctx: Context, line: string): string {
  return /^ {4}at (?:[^/\\(]+ \(|)node:.+:\d+:\d+\)?$/.test(line)
    ? ctx.stylize(line, 'undefined')
    : markModules(ctx, line);
}

/**
 * An error: its stack, or its text in brackets where it has none.
 * @param error the error.
 * @param constructor the name of its class.
 * @param tag its tag.
 * @param ctx the state.
 * @param keys the keys that are shown after it; changed.
 */
export function errorText(
  error: Error,
  constructor: string | null,
  tag: string,
  ctx: Context,
  keys: PropertyKey[],
): string {
  const nameValue = read(error, 'name')?.value;
  const name = nameValue == null ? 'Error' : String(nameValue);
  let stack = stackText(ctx, error);
  adjustKeys(error, keys, stack, ctx.showHidden);
  if (nameValue != null && typeof nameValue !== 'string') {
    stack = stack.replace(name, `${name} [${prefix(constructor, tag, 'Error').slice(0, -1)}]`);
  }
  stack = improveFirstLine(stack, constructor, name, tag);

  const message = read(error, 'message')?.value;
  const at = typeof message === 'string' && message !== '' ? stack.indexOf(message) : -1;
  const start = stack.indexOf('\n    at', at === -1 ? 0 : at + (message as string).length);
  if (start === -1) stack = `[${stack}]`;
  else {
    const lines = stackLines(ctx, error, stack.slice(start + 1));
    const shown = ctx.colors ? lines.map((line) => colourLine(ctx, line)) : lines;
    stack = `${stack.slice(0, start)}\n${shown.join('\n')}`;
  }
  return ctx.indentationLvl === 0 ? stack : stack.replaceAll('\n', `\n${' '.repeat(ctx.indentationLvl)}`);
}
