/** `Immediate`. https://nodejs.org/api/timers.html#class-immediate */
import { registerResources } from '../active-resources.ts';
import { currentFrame, runInFrame } from '../async_context/frame.ts';
import { createResource, destroyResource, runInResource } from '../async_context/resources.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { type LoopHandle, setCheck } from '../loop.ts';
import type { TimerCallback } from './timeout.ts';

/** Immediates that have not run. */
const waiting = new Set<Immediate>();

function countRefed(): number {
  let count = 0;
  for (const immediate of waiting) if (immediate.hasRef()) count++;
  return count;
}

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
    const frame = currentFrame();
    const resource = createResource('Immediate', this);
    const handle = setCheck(() => {
      waiting.delete(this);
      const run = this._onImmediate;
      this._destroyed = true;
      this._onImmediate = null;
      if (run === null) return;
      if (resource === undefined) runInFrame(frame, run, this, this._argv ?? []);
      else runInResource(resource, () => runInFrame(frame, run, this, this._argv ?? []));
      destroyResource(resource);
    });
    registerResources('Immediate', countRefed);
    waiting.add(this);
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
  waiting.delete(immediate);
  immediate._handle.close();
}
