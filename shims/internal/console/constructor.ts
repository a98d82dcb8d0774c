import { ERR_CONSOLE_WRITABLE_STREAM, ERR_INCOMPATIBLE_OPTION_PAIR } from '../errors.ts';
import type { UserOptions } from '../util/inspect.ts';
import { isMap } from '../util/types.ts';
import { validateInteger, validateObject, validateOneOf } from '../validators.ts';
import { type ConsoleSettings, type ConsoleStream, defineState, kIsConsole } from './instance.ts';
import { makeMethods } from './methods.ts';

/** What `new Console` takes. */
export interface ConsoleOptions {
  stdout?: unknown;
  stderr?: unknown;
  ignoreErrors?: unknown;
  colorMode?: unknown;
  inspectOptions?: unknown;
  groupIndentation?: unknown;
}

function toOptions(args: readonly unknown[]): ConsoleOptions {
  const [first, stderr, ignoreErrors] = args;
  const isStream = !first || typeof (first as { write?: unknown }).write === 'function';
  return isStream ? { stdout: first, stderr, ignoreErrors } : (first as ConsoleOptions);
}

function checkStream(stream: unknown, name: string): asserts stream is ConsoleStream {
  if (!stream || typeof (stream as { write?: unknown }).write !== 'function')
    throw new ERR_CONSOLE_WRITABLE_STREAM(name);
}

function inspectOptionsMap(
  options: ConsoleOptions,
  streams: readonly ConsoleStream[],
): Map<ConsoleStream, UserOptions> | undefined {
  const { inspectOptions, colorMode } = options;
  if (inspectOptions === undefined) return undefined;
  validateObject(inspectOptions, 'options.inspectOptions');
  const map = (
    isMap(inspectOptions) ? inspectOptions : new Map(streams.map((stream) => [stream, inspectOptions]))
  ) as Map<ConsoleStream, UserOptions>;
  for (const { colors } of map.values()) {
    if (colors !== undefined && colorMode !== undefined) {
      throw new ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
    }
  }
  return map;
}

/** A console as a program sees it. */
export type ConsoleInstance = Record<string, (...args: unknown[]) => void>;

/**
 * A console that writes to given streams; may be called without `new`.
 * @see https://nodejs.org/api/console.html#class-console
 */
export const Console = function Console(this: ConsoleInstance, ...args: unknown[]): unknown {
  if (new.target === undefined) return Reflect.construct(Console, args);
  const options = toOptions(args);
  const { stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', groupIndentation = 2 } = options;
  checkStream(stdout, 'stdout');
  checkStream(stderr, 'stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false] as const);
  validateInteger(groupIndentation, 'groupIndentation', 0, 1000);
  const settings: ConsoleSettings = {
    ignoreErrors: Boolean(ignoreErrors),
    colorMode,
    groupIndentation,
    inspectOptions: inspectOptionsMap(options, [stdout, stderr]),
  };
  // Bound as they are on the instance, so that a subclass may replace them.
  for (const key of Object.keys(Console.prototype)) {
    this[key] = this[key]!.bind(this);
    Object.defineProperty(this[key], 'name', { value: key });
  }
  const hidden = { writable: true, enumerable: false, configurable: true };
  Object.defineProperties(this, { _stdout: { value: stdout, ...hidden }, _stderr: { value: stderr, ...hidden } });
  defineState(this, settings);
  return undefined;
} as unknown as {
  new (options: unknown, stderr?: unknown, ignoreErrors?: unknown): ConsoleInstance;
  (options: unknown, stderr?: unknown, ignoreErrors?: unknown): ConsoleInstance;
  prototype: ConsoleInstance;
};

Object.assign(Console.prototype, makeMethods());
Object.defineProperty(Console, Symbol.hasInstance, {
  // The global console is one, whatever its prototype.
  value: (instance: { [kIsConsole]?: unknown }) => instance[kIsConsole] as boolean,
});
