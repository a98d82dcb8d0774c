/** What a console holds, and how it writes. */
import { isStackOverflowError } from '../errors.ts';
import { shouldColorize } from '../util/colors.ts';
import { formatArguments } from '../util/format.ts';
import type { UserOptions } from '../util/inspect.ts';

/** What a console needs of a stream. */
export interface ConsoleStream {
  write(text: string, callback?: (error?: Error | null) => void): unknown;
  isTTY?: boolean;
  getColorDepth?(): number;
  listenerCount?(event: string): number;
  once?(event: string, listener: () => void): unknown;
  removeListener?(event: string, listener: () => void): unknown;
  _writableState?: { errorEmitted?: boolean };
}

type Target = 'stdout' | 'stderr';

export const kCounts: unique symbol = Symbol('counts');
export const kColorMode: unique symbol = Symbol('kColorMode');
export const kIsConsole: unique symbol = Symbol('kIsConsole');
export const kGroupWidth: unique symbol = Symbol('kGroupIndentationWidth');
export const kGroupIndentation: unique symbol = Symbol('kGroupIndentation');
export const kInspectOptions: unique symbol = Symbol('kInspectOptions');

/** A console's state: properties of the console that nobody sees. */
export interface ConsoleState {
  _stdout: ConsoleStream;
  _stderr: ConsoleStream;
  _stdoutErrorHandler: (error?: Error | null) => void;
  _stderrErrorHandler: (error?: Error | null) => void;
  _ignoreErrors: boolean;
  _times: Map<string, number>;
  [kCounts]: Map<string, number>;
  [kColorMode]: boolean | 'auto';
  [kIsConsole]: true;
  [kGroupWidth]: number;
  [kGroupIndentation]: string;
  /** The options of `inspect` for each stream. */
  [kInspectOptions]: Map<ConsoleStream, UserOptions> | undefined;
}

/** Options of a console that are no streams. */
export interface ConsoleSettings {
  ignoreErrors: boolean;
  colorMode: boolean | 'auto';
  groupIndentation: number;
  inspectOptions?: Map<ConsoleStream, UserOptions> | undefined;
}

const ignore = (): void => {};

/** Keeps an error that a stream reports later from being an uncaught exception. */
function errorHandler(state: ConsoleState, target: Target): (error?: Error | null) => void {
  return (error) => {
    const stream = state[`_${target}`];
    if (error == null || stream._writableState?.errorEmitted) return;
    if (stream.listenerCount?.('error') === 0) stream.once?.('error', ignore);
  };
}

/**
 * Puts the state on a console.
 * @param target the console; its streams are there already.
 * @param settings its options.
 */
export function defineState(target: object, settings: ConsoleSettings): void {
  const state = target as ConsoleState;
  const values: Omit<ConsoleState, '_stdout' | '_stderr'> = {
    _stdoutErrorHandler: errorHandler(state, 'stdout'),
    _stderrErrorHandler: errorHandler(state, 'stderr'),
    _ignoreErrors: settings.ignoreErrors,
    _times: new Map(),
    [kCounts]: new Map(),
    [kColorMode]: settings.colorMode,
    [kIsConsole]: true,
    [kGroupWidth]: settings.groupIndentation,
    [kGroupIndentation]: '',
    [kInspectOptions]: settings.inspectOptions,
  };
  for (const key of Reflect.ownKeys(values)) {
    const value: unknown = Reflect.get(values, key);
    Object.defineProperty(target, key, { value, writable: true, enumerable: false, configurable: true });
  }
  Object.defineProperty(target, Symbol.toStringTag, { value: 'console', writable: false, configurable: true });
}

/**
 * The options of `inspect` for a stream.
 * @param state the console.
 * @param target which stream.
 */
export function inspectOptionsFor(state: ConsoleState, target: Target): UserOptions {
  const stream = state[`_${target}`];
  const mode = state[kColorMode];
  const colors = mode === 'auto' ? shouldColorize(stream) : mode;
  const options = state[kInspectOptions]?.get(stream);
  if (options === undefined) return colors ? { colors: true } : {};
  options.colors ??= colors;
  return options;
}

/**
 * Writes a text and a line's end, indented by the groups that are open.
 * @param state the console.
 * @param target the stream.
 * @param text the text.
 */
export function write(state: ConsoleState, target: Target, text: string): void {
  const indentation = state[kGroupIndentation];
  if (indentation !== '') text = indentation + text.replaceAll('\n', `\n${indentation}`);
  const stream = state[`_${target}`];
  if (!state._ignoreErrors) {
    stream.write(`${text}\n`);
    return;
  }
  try {
    // Errors come at once (files) or later (pipes); neither is the program's concern.
    if (stream.listenerCount?.('error') === 0) stream.once?.('error', ignore);
    stream.write(`${text}\n`, state[`_${target}ErrorHandler`]);
  } catch (error) {
    if (isStackOverflowError(error)) throw error;
  } finally {
    stream.removeListener?.('error', ignore);
  }
}

/**
 * Formats values and writes them.
 * @param state the console.
 * @param target the stream.
 * @param args the values.
 */
export function print(state: ConsoleState, target: Target, args: readonly unknown[]): void {
  write(state, target, format(state, target, args));
}

/** The text of values; that of a single string is the string. */
export function format(state: ConsoleState, target: Target, args: readonly unknown[]): string {
  if (args.length === 1 && typeof args[0] === 'string') return args[0];
  return formatArguments(inspectOptionsFor(state, target), args);
}
