/**
 * `Duplex`: a readable and a writable side in one.
 *
 * https://nodejs.org/api/stream.html#class-streamduplex
 */
import { Readable, type ReadableConstructorOptions, type ReadableLike } from './readable.ts';
import { kIsDuplex } from './utils.ts';
import { Writable, type WritableConstructorOptions, type WritableLike } from './writable.ts';

/** Options of the constructor. */
export interface DuplexConstructorOptions extends ReadableConstructorOptions, WritableConstructorOptions {
  allowHalfOpen?: boolean;
  readable?: boolean;
  writable?: boolean;
}

type DuplexLike = ReadableLike & WritableLike & { allowHalfOpen: boolean };

function DuplexFunction(this: DuplexLike, options?: DuplexConstructorOptions): unknown {
  if (!(this instanceof DuplexFunction)) return new Duplex(options as never);
  (Readable as unknown as typeof DuplexFunction).call(this, options);
  (Writable as unknown as typeof DuplexFunction).call(this, options);
  this.allowHalfOpen = options?.allowHalfOpen !== false;
  if (options?.readable === false) {
    Object.assign(this._readableState, { readable: false, ended: true, endEmitted: true });
  }
  if (options?.writable === false) {
    Object.assign(this._writableState, { writable: false, ending: true, ended: true, finished: true });
  }
  return undefined;
}
Object.defineProperty(DuplexFunction, 'name', { value: 'Duplex' });
Object.setPrototypeOf(DuplexFunction.prototype, Readable.prototype);
Object.setPrototypeOf(DuplexFunction, Readable);
Object.defineProperty(DuplexFunction.prototype, kIsDuplex, { value: true });

/** https://nodejs.org/api/stream.html#class-streamduplex */
export const Duplex = DuplexFunction as unknown as typeof import('node:stream').Duplex;

const prototype = DuplexFunction.prototype as Record<string, unknown>;
// What the readable side has already (`pipe`, `destroy`) stays.
for (const name of Object.keys(Writable.prototype)) {
  if (!prototype[name]) prototype[name] = (Writable.prototype as unknown as Record<string, unknown>)[name];
}
for (const name of Object.getOwnPropertyNames(Writable.prototype)) {
  if (!name.startsWith('writable')) continue;
  Object.defineProperty(
    prototype,
    name,
    Object.getOwnPropertyDescriptor(Writable.prototype, name) as PropertyDescriptor,
  );
}
// A duplex fails its waiting writes, too.
prototype['destroy'] = (Writable.prototype as unknown as Record<string, unknown>)['destroy'];
Object.defineProperty(prototype, 'destroyed', {
  configurable: true,
  get(this: DuplexLike) {
    if (this._readableState === undefined || this._writableState === undefined) return false;
    return this._readableState.destroyed && this._writableState.destroyed;
  },
  set(this: DuplexLike, value: boolean) {
    // A stream that is not set up yet has nothing to be destroyed.
    if (!this._readableState || !this._writableState) return;
    this._readableState.destroyed = value;
    this._writableState.destroyed = value;
  },
});
