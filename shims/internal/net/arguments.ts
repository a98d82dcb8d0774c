/** Arguments of `connect` and `listen` in all their overloads. https://nodejs.org/api/net.html#netconnect */

/** A mark of argument lists that are normalized. */
export const normalizedArgs: unique symbol = Symbol('normalizedArgs') as never;

export type Options = Record<string, unknown>;
export type NormalizedArgs = [options: Options, callback: ((...args: unknown[]) => void) | null] & {
  [normalizedArgs]?: boolean;
};

/** A port: a number, or text that is one. */
export function toPort(value: unknown): number | false {
  const number = Number(value);
  return number >= 0 ? number : false;
}

/** Whether a text is the name of a pipe and no port. */
export function isPipeName(value: unknown): value is string {
  return typeof value === 'string' && toPort(value) === false;
}

/**
 * `(options[, cb])`, `(path[, cb])`, `(port[, host][, …][, cb])` as options and a callback.
 * @param args what the caller was given
 */
export function normalizeArgs(args: readonly unknown[]): NormalizedArgs {
  let options: Options = {};
  const [first, second] = args;
  if (typeof first === 'object' && first !== null) options = first as Options;
  else if (isPipeName(first)) options['path'] = first;
  else if (args.length > 0) {
    options['port'] = first;
    if (args.length > 1 && typeof second === 'string') options['host'] = second;
  }
  const last = args.at(-1);
  const callback = args.length > 0 && typeof last === 'function' ? (last as NormalizedArgs[1]) : null;
  const result: NormalizedArgs = [options, callback];
  result[normalizedArgs] = true;
  return result;
}
