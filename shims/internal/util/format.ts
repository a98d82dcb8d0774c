import { kValidateObjectAllowArray, validateObject } from '../validators.ts';
import { isBuiltinName } from './inspect/constructor-name.ts';
import { defaultOptions, stylizeNoColor } from './inspect/options.ts';
import { formatBigInt, formatNumber } from './inspect/primitives.ts';
import { inspect, type UserOptions } from './inspect.ts';

/** Whether `String(value)` would only say what class it is of, since nobody wrote a conversion. */
function hasBuiltinToString(value: object): boolean {
  const { toString, [Symbol.toPrimitive]: toPrimitive } = value as {
    [Symbol.toPrimitive]?: unknown;
    toString: unknown;
  };
  const keys: PropertyKey[] = [];
  if (typeof toString === 'function') keys.push('toString');
  if (typeof toPrimitive === 'function') keys.push(Symbol.toPrimitive);
  if (keys.length === 0) return true;
  let owner: object | null = value;
  if (keys.some((key) => Object.hasOwn(value, key))) return false;
  do owner = Object.getPrototypeOf(owner) as object | null;
  while (owner !== null && !keys.some((key) => Object.hasOwn(owner as object, key)));
  const constructor: unknown = owner && Object.getOwnPropertyDescriptor(owner, 'constructor')?.value;
  return typeof constructor === 'function' && isBuiltinName(constructor.name);
}

function stringify(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (error instanceof TypeError && /circular/i.test(error.message)) return '[Circular]';
    throw error;
  }
}

function plainNumber(value: unknown, options: UserOptions | undefined): string {
  const separator = options?.numericSeparator ?? defaultOptions.numericSeparator;
  return typeof value === 'bigint'
    ? formatBigInt(stylizeNoColor, value, separator)
    : formatNumber(stylizeNoColor, value as number, separator);
}

/** What a placeholder stands for, or undefined where it is none. */
function replacement(kind: string, value: unknown, options: UserOptions | undefined): string | undefined {
  switch (kind) {
    case 's':
      if (typeof value === 'number' || typeof value === 'bigint') return plainNumber(value, options);
      if (typeof value === 'object' && value !== null && hasBuiltinToString(value)) {
        return inspect(value, { ...options, depth: 0, colors: false, compact: 3 });
      }
      return String(value);
    case 'j':
      return String(stringify(value));
    case 'd':
      if (typeof value === 'symbol') return 'NaN';
      return plainNumber(typeof value === 'bigint' ? value : Number(value), options);
    case 'i':
      if (typeof value === 'symbol') return 'NaN';
      // biome-ignore lint/correctness/useParseIntRadix: Node gives none, so that 0x10 is 16
      return plainNumber(typeof value === 'bigint' ? value : Number.parseInt(value as string), options);
    case 'f':
      return typeof value === 'symbol' ? 'NaN' : plainNumber(Number.parseFloat(value as string), options);
    case 'o':
      return inspect(value, { ...options, showHidden: true, showProxy: true, depth: 4 });
    case 'O':
      return inspect(value, options);
    case 'c':
      return '';
    default:
      return undefined;
  }
}

/** Fills the placeholders of the first argument and appends the others. */
export function formatArguments(options: UserOptions | undefined, args: readonly unknown[]): string {
  const [template] = args;
  if (args.length === 0) return '';
  if (typeof template !== 'string')
    return args.map((arg) => (typeof arg === 'string' ? arg : inspect(arg, options))).join(' ');
  if (args.length === 1) return template;
  let used = 1;
  const text = !template.includes('%')
    ? template
    : template.replace(/%([sjdifoOc%])/g, (all, kind: string) => {
        if (kind === '%') return '%';
        return used < args.length ? (replacement(kind, args[used++], options) ?? all) : all;
      });
  let result = text;
  for (let i = used; i < args.length; i++) {
    const value = args[i];
    result += ` ${typeof value === 'string' ? value : inspect(value, options)}`;
  }
  return result;
}

/**
 * Text with the placeholders `%s`, `%d`, `%i`, `%f`, `%j`, `%o`, `%O`, `%c` and `%%` filled.
 * @param args the text and the values.
 * @see https://nodejs.org/api/util.html#utilformatformat-args
 */
export function format(...args: unknown[]): string {
  return formatArguments(undefined, args);
}

/**
 * As `format`, with options for the values that are inspected.
 * @param options the options of `inspect`.
 * @param args the text and the values.
 */
export function formatWithOptions(options: object, ...args: unknown[]): string {
  validateObject(options, 'inspectOptions', kValidateObjectAllowArray);
  return formatArguments(options as UserOptions, args);
}
