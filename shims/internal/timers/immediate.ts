/** `Immediate`. https://nodejs.org/api/timers.html#class-immediate */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { type LoopHandle, setCheck } from '../loop.ts';
import type { TimerCallback } from './timeout.ts';

/** https://nodejs.org/api/timers.html#class-immediate */
export class Immediate {
  _onImmediate: TimerCallback | null;
  _argv: unknown[] | undefined;
  _destroyed = false;
  declare _handle: LoopHandle;

  constructor(callback: unknown, args: unknown[] | undefined) {
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    this._onImmediate = callback as TimerCallback;
    this._argv = args;
    const handle = setCheck(() => {
      const run = this._onImmediate;
      this._destroyed = true;
      this._onImmediate = null;
      if (run !== null) Reflect.apply(run, this, this._argv ?? []);
    });
    Object.defineProperty(this, '_handle', { value: handle, enumerable: false });
  }

  ref(): this {
    if (!this._destroyed) this._handle.ref();
    return this;
  }

  unref(): this {
    if (!this._destroyed) this._handle.unref();
    return this;
  }

  hasRef(): boolean {
    return !this._destroyed && this._handle.hasRef();
  }

  [Symbol.dispose](): void {
    clearImmediate(this);
  }
}

/** `clearImmediate`. */
export function clearImmediate(immediate?: unknown): void {
  if (!(immediate instanceof Immediate) || immediate._destroyed) return;
  immediate._destroyed = true;
  immediate._onImmediate = null;
  immediate._handle.close();
}
