let enginePutsHeader = false;

/** Says that `installErrorStacks` has taken over what `setStackHeader` does. */
export function leaveStackHeaders(): void {
  enginePutsHeader = true;
}

/** An error of Node's: one of the built-in classes with a stable `code`. */
export interface NodeError extends Error {
  code: string;
}

/** A class of errors with one code; some have variants of another built-in class (`ERR_INVALID_STATE.TypeError`). */
export interface NodeErrorClass<A extends unknown[]> {
  new (...args: A): NodeError;
}

/** Computes a message from the constructor's arguments; what it sets on `this` becomes the error's own properties. */
export type MessageFunction<A extends unknown[]> = (this: Record<string, unknown>, ...args: A) => string;

type BuiltinError = new (message?: string, options?: ErrorOptions) => Error;

/** The code of a Node error, on its prototype: there before the engine takes the stack, which it does at construction. */
export const kNodeErrorCode: unique symbol = Symbol('kIsNodeError');

/**
 * Replaces `%s`, `%d` and `%j` with the arguments.
 * @param template the text of the message.
 * @param args one value for each placeholder.
 */
export function fillTemplate(template: string, args: readonly unknown[]): string {
  let next = 0;
  return template.replace(/%[sdj]/g, (kind) => {
    const value = args[next++];
    return kind === '%j' ? JSON.stringify(value) : String(value);
  });
}

/**
 * Defines a property that is not enumerable, whatever a program has put on `Object.prototype`.
 * @param target an object.
 * @param key the property.
 * @param value its value.
 */
export function defineHidden(target: object, key: PropertyKey, value: unknown): void {
  const descriptor = { __proto__: null, value, writable: true, configurable: true, enumerable: false };
  Object.defineProperty(target, key, descriptor as PropertyDescriptor);
}

/**
 * Gives `error.stack` the first line that Node shows. The engine's own stack has its frames only, or a first line that was
 * computed before the message was known.
 * @param error the error.
 * @param header the first line.
 */
export function setStackHeader(error: Error, header: string): void {
  if (enginePutsHeader) return;
  const { stack } = error;
  if (typeof stack !== 'string' || stack.startsWith(header)) return;
  const plain = Error.prototype.toString.call(error);
  const frames = (stack.startsWith(plain) ? stack.slice(plain.length) : stack).replace(/^\n|\n$/g, '');
  const isFrames = frames === '' || /^\s+at /.test(frames);
  if (!isFrames) return; // Error.prepareStackTrace of the program made something else
  defineHidden(error, 'stack', frames === '' ? header : `${header}\n${frames}`);
}

/**
 * Makes the class of one error code.
 * @param code such as `ERR_OUT_OF_RANGE`.
 * @param message a template with `%s`, `%d`, `%j`, or a function.
 * @param Base the built-in class that it extends.
 * @see https://nodejs.org/api/errors.html#nodejs-error-codes
 */
export function makeNodeError<A extends unknown[] = unknown[]>(
  code: string,
  message: string | MessageFunction<A>,
  Base: BuiltinError = Error,
): NodeErrorClass<A> {
  class NodeErrorImpl extends Base {
    declare code: string;
    constructor(...args: A) {
      const own: Record<string, unknown> = { code };
      super(typeof message === 'string' ? fillTemplate(message, args) : message.apply(own, args));
      Object.assign(this, own);
      setStackHeader(this, `${this.name} [${code}]: ${this.message}`);
    }
    override toString(): string {
      return `${this.name} [${code}]: ${this.message}`;
    }
  }
  // Node's errors show the built-in class as their constructor.
  Object.defineProperty(NodeErrorImpl.prototype, 'constructor', { value: Base, configurable: true, enumerable: false });
  Object.defineProperty(NodeErrorImpl.prototype, kNodeErrorCode, { value: code });
  return NodeErrorImpl;
}

/**
 * As `makeNodeError`, with variants of other built-in classes as static properties.
 * @param code the code.
 * @param message the template or function.
 * @param Base the class of the error itself.
 * @param variants the classes of the variants, by name.
 */
export function makeNodeErrorVariants<A extends unknown[], K extends string>(
  code: string,
  message: string | MessageFunction<A>,
  Base: BuiltinError,
  variants: Record<K, BuiltinError>,
): NodeErrorClass<A> & Record<K, NodeErrorClass<A>> {
  const result = makeNodeError(code, message, Base) as NodeErrorClass<A> & Record<string, NodeErrorClass<A>>;
  for (const name of Object.keys(variants) as K[]) {
    (result as Record<string, unknown>)[name] = makeNodeError(code, message, variants[name]);
  }
  return result as NodeErrorClass<A> & Record<K, NodeErrorClass<A>>;
}
