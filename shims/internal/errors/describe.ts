import { inspect } from '../util/inspect.ts';

/**
 * What a value is, in the words of a type error: `type string ('x')`, `an instance of Map`, `null`.
 * @param value any value.
 */
export function determineSpecificType(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name: unknown = value.constructor?.name;
    if (typeof name === 'string' && name !== '') return `an instance of ${name}`;
    return inspect(value, { depth: -1 });
  }
  let text: string;
  if (typeof value === 'string') {
    const cut = value.length > 28 ? `${value.slice(0, 25)}...` : value;
    text = cut.includes("'") ? JSON.stringify(cut) : `'${cut}'`;
  } else if (typeof value === 'bigint') text = `${value}n`;
  else text = Object.is(value, -0) ? '-0' : String(value);
  return `type ${typeof value} (${text})`;
}

/**
 * `A, B, and C`.
 * @param items the items.
 * @param word the word before the last item.
 */
export function formatList(items: readonly unknown[], word = 'and'): string {
  if (items.length < 3) return items.join(` ${word} `);
  return `${items.slice(0, -1).join(', ')}, ${word} ${items[items.length - 1]}`;
}

const TYPES = ['string', 'function', 'number', 'object', 'Function', 'Object', 'boolean', 'bigint', 'symbol'];

/**
 * The message of `ERR_INVALID_ARG_TYPE`.
 * @param name the argument (`path`), property (`options.cwd`) or a phrase that ends in ` argument`.
 * @param expected the types and classes that would do.
 * @param actual what was given.
 */
export function invalidArgTypeMessage(name: string, expected: string | readonly string[], actual: unknown): string {
  const types: string[] = [];
  const classes: string[] = [];
  const others: string[] = [];
  for (const value of typeof expected === 'string' ? [expected] : expected) {
    if (TYPES.includes(value)) types.push(value.toLowerCase());
    else if (/^[A-Z][a-zA-Z0-9]*$/.test(value)) classes.push(value);
    else others.push(value);
  }
  // Beside other classes, "object" is one of them.
  const object = classes.length > 0 ? types.indexOf('object') : -1;
  if (object !== -1) {
    types.splice(object, 1);
    classes.push('Object');
  }
  const parts: string[] = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${formatList(types, 'or')}`);
  if (classes.length > 0) parts.push(`an instance of ${formatList(classes, 'or')}`);
  const other = others[0];
  if (others.length > 1) parts.push(`one of ${formatList(others, 'or')}`);
  else if (other !== undefined) parts.push(other.toLowerCase() === other ? other : `an ${other}`);
  const subject = name.endsWith(' argument') ? name : `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return `The ${subject} must be ${parts.join(' or ')}. Received ${determineSpecificType(actual)}`;
}

/**
 * Puts `_` between the thousands of an integer's digits.
 * @param digits the integer in decimal.
 */
export function addNumericalSeparator(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, '_');
}

/**
 * The message of `ERR_OUT_OF_RANGE`.
 * @param name the argument, or the whole first sentence where `replace` is set.
 * @param range what it must be.
 * @param input what was given.
 * @param replace `name` is the first sentence.
 */
export function outOfRangeMessage(name: string, range: string, input: unknown, replace = false): string {
  const limit = 2 ** 32;
  let received: string;
  if (typeof input === 'number' && Number.isInteger(input) && Math.abs(input) > limit) {
    received = addNumericalSeparator(String(input));
  } else if (typeof input === 'bigint') {
    received = `${input > limit || input < -limit ? addNumericalSeparator(String(input)) : input}n`;
  } else received = inspect(input);
  return `${replace ? name : `The value of "${name}" is out of range.`} It must be ${range}. Received ${received}`;
}

/**
 * The message of `ERR_INVALID_ARG_VALUE`.
 * @param name the argument or property.
 * @param value what was given.
 * @param reason why it will not do.
 */
export function invalidArgValueMessage(name: string, value: unknown, reason = 'is invalid'): string {
  const shown = inspect(value);
  const cut = shown.length > 128 ? `${shown.slice(0, 128)}...` : shown;
  return `The ${name.includes('.') ? 'property' : 'argument'} '${name}' ${reason}. Received ${cut}`;
}
