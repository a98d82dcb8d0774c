import { ERR_INVALID_THIS } from '../errors.ts';

/** Throws undici's error for a method that got too few arguments. */
export function requireArguments(count: number, required: number, prefix: string): void {
  if (count >= required) return;
  const needed = `${required} argument${required === 1 ? '' : 's'} required`;
  throw new TypeError(`${prefix}: ${needed}, but${count ? ' only' : ''} ${count} found.`);
}

/** A string of code units up to 255. Throws a TypeError for others. */
export function byteString(value: unknown, prefix: string, argument: string): string {
  const text = `${value as string}`;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 255) {
      throw new TypeError(
        `Cannot convert argument to a ByteString because the character at index ${at} has a value of ${unit} which is greater than 255.`,
      );
    }
  }
  if (typeof value === 'symbol')
    throw new TypeError(`${prefix}: ${argument} is a symbol, which cannot be converted to a ByteString.`);
  return text;
}

/** What undici throws for a wrong receiver. */
export function illegalInvocation(name: string): Error {
  const error = new ERR_INVALID_THIS(name);
  error.message = 'Illegal invocation';
  return error;
}
