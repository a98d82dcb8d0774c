/**
 * `Timeout`, and the lists that keep timers of one duration in their order.
 *
 * Node's rule: timers of the same duration fire in the order in which they were started, each in a macrotask of its own; a list of a
 * duration has one timer of the loop, for its first item.
 * https://nodejs.org/api/timers.html#class-timeout
 */
import { registerResources } from '../active-resources.ts';
import { currentFrame, type Frame, runInFrame } from '../async_context/frame.ts';
import { type AsyncResourceInfo, createResource, destroyResource, runInResource } from '../async_context/resources.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { type LoopHandle, now, setLoopTimer } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { inspectSymbol } from '../web-class.ts';

export type TimerCallback = (...args: unknown[]) => void;

/** The longest delay, in milliseconds. */
export const TIMEOUT_MAX = 2 ** 31 - 1;

let lastId = 0;

/** The id of the next timer or immediate (Node's async id). */
export function nextTimerId(): number {
  return ++lastId;
}

/** Timers that were asked for as numbers or strings (`Symbol.toPrimitive`), by id. */
const known = new Map<number, Timeout>();

function checkDelay(given: unknown): number {
  const delay = given === undefined ? 1 : Number(given);
  if (delay >= 1 && delay <= TIMEOUT_MAX) return delay;
  if (delay > TIMEOUT_MAX) {
    emitWarning(
      `${delay} does not fit into a 32-bit signed integer.\nTimeout duration was set to 1.`,
      'TimeoutOverflowWarning',
    );
  } else if (delay < 0) {
    emitWarning(`${delay} is a negative number.\nTimeout duration was set to 1.`, 'TimeoutNegativeWarning');
  } else if (Number.isNaN(delay)) {
    emitWarning(`${String(given)} is not a number.\nTimeout duration was set to 1.`, 'TimeoutNaNWarning');
  }
  return 1;
}

/** A list is a ring: its ends are the list itself. */
interface ListNode {
  _idlePrev: ListNode | null;
  _idleNext: ListNode | null;
}

/** What a list holds: a `Timeout`, or an object of the program's that was enrolled. */
export interface TimerItem {
  _idleTimeout: number;
  _idlePrev: ListNode | null;
  _idleNext: ListNode | null;
  _idleStart: number;
  _onTimeout: TimerCallback | null | undefined;
  _timerArgs?: unknown[] | undefined;
  _repeat?: number | null;
  _list?: TimerList | null;
  /** The async context of its making. */
  _frame?: Frame;
  _resource?: AsyncResourceInfo;
  _refed: boolean;
  _destroy?(): void;
}

/** A delay that puts a timer before all others that are due. */
const AT_ONCE = -1e9;

/** The timers of one duration that are due at different times, in order. */
class TimerList implements ListNode {
  readonly duration: number;
  _idlePrev: ListNode = this;
  _idleNext: ListNode = this;
  handle: LoopHandle | undefined;
  /** How many of the timers keep the loop alive. */
  refed = 0;

  constructor(duration: number) {
    this.duration = duration;
  }

  get first(): TimerItem | null {
    return this._idleNext === this ? null : (this._idleNext as TimerItem);
  }

  /** The loop's timer, for the first item. */
  schedule(time: number): void {
    this.handle?.close();
    this.handle = undefined;
    const { first } = this;
    if (first === null) {
      lists.delete(this.duration);
      return;
    }
    const wait = first._idleStart + this.duration - Math.floor(time);
    // A list that has begun to fire goes on before the others.
    this.handle = setLoopTimer(() => this.run(), wait > 0 ? wait : AT_ONCE);
    if (this.refed === 0) this.handle.unref();
  }

  changeRef(by: number): void {
    this.refed += by;
    if (this.refed > 0) this.handle?.ref();
    else this.handle?.unref();
  }

  run(): void {
    this.handle = undefined;
    const timer = this.first;
    const time = now();
    if (timer === null || Math.floor(time) - timer._idleStart < this.duration) {
      this.schedule(time);
      return;
    }
    unlink(timer);
    // The rest of the list goes on, whatever the callback does.
    this.schedule(time);
    fire(timer);
  }
}

const lists = new Map<number, TimerList>();

let firing: TimerItem | undefined;

/** The timers that keep the loop alive. */
function countRefed(): number {
  let count = 0;
  for (const list of lists.values()) count += list.refed;
  // One that is firing is still there, unless it has been cleared or started anew.
  if (firing?._refed && !firing._list && firing._idleTimeout !== -1) count++;
  return count;
}

function link(timer: TimerItem): void {
  const duration = Math.trunc(timer._idleTimeout);
  let list = lists.get(duration);
  if (list === undefined) {
    registerResources('Timeout', countRefed);
    lists.set(duration, (list = new TimerList(duration)));
  }
  timer._list = list;
  timer._idlePrev = list._idlePrev;
  timer._idleNext = list;
  list._idlePrev._idleNext = timer;
  list._idlePrev = timer;
  if (timer._refed) list.refed++;
  if (list.first === timer) list.schedule(now());
  else if (timer._refed) list.changeRef(0);
}

/** Takes a timer out of its list. */
export function unlink(timer: TimerItem): void {
  const list = timer._list;
  if (!list) return;
  (timer._idlePrev as ListNode)._idleNext = timer._idleNext;
  (timer._idleNext as ListNode)._idlePrev = timer._idlePrev;
  timer._idlePrev = null;
  timer._idleNext = null;
  timer._list = null;
  if (timer._refed) list.changeRef(-1);
  if (list.first === null) list.schedule(0);
}

/** Puts a timer (again) at the end of its list, from now on. */
export function startTimer(timer: TimerItem): void {
  unlink(timer);
  timer._idleStart = Math.floor(now());
  link(timer);
}

function fire(timer: TimerItem): void {
  const callback = timer._onTimeout;
  if (!callback) {
    timer._destroy?.();
    return;
  }
  const start = timer._idleStart;
  firing = timer;
  try {
    const { _frame: frame, _timerArgs: args = [], _resource: resource } = timer;
    if (resource === undefined) runInFrame(frame, callback, timer, args);
    else runInResource(resource, () => runInFrame(frame, callback, timer, args));
  } finally {
    firing = undefined;
    // `refresh` has linked it again; `clear` has taken its time away.
    if (!timer._list && timer._idleTimeout !== -1) {
      if (timer._repeat) {
        timer._idleTimeout = timer._repeat;
        startTimer(timer);
      } else if (timer._idleStart === start) timer._destroy?.();
    }
  }
}

/** https://nodejs.org/api/timers.html#class-timeout */
export class Timeout implements TimerItem {
  /** Milliseconds; -1 once it is cleared. */
  _idleTimeout: number;
  _idlePrev: ListNode | null = null;
  _idleNext: ListNode | null = null;
  _idleStart = 0;
  _onTimeout: TimerCallback | null;
  _timerArgs: unknown[] | undefined;
  _repeat: number | null;
  _destroyed = false;
  declare _list: TimerList | null;
  declare _refed: boolean;
  declare _frame: Frame;
  declare _resource?: AsyncResourceInfo;
  declare _id: number;

  constructor(callback: unknown, delay: unknown, args: unknown[] | undefined, isRepeat: boolean, isRefed: boolean) {
    if (typeof callback !== 'function') throw new ERR_INVALID_ARG_TYPE('callback', 'Function', callback);
    this._idleTimeout = checkDelay(delay);
    this._onTimeout = callback as TimerCallback;
    this._timerArgs = args;
    this._repeat = isRepeat ? this._idleTimeout : null;
    hide(this, '_list', null);
    hide(this, '_refed', isRefed);
    hide(this, '_frame', currentFrame());
    hide(this, '_id', nextTimerId());
    const resource = createResource('Timeout', this);
    if (resource !== undefined) hide(this, '_resource', resource);
  }

  /** Puts it (again) at the end of its list. */
  _start(): this {
    this._destroyed = false;
    startTimer(this);
    return this;
  }

  _destroy(): void {
    unlink(this);
    if (this._destroyed) return;
    this._destroyed = true;
    known.delete(this._id);
    destroyResource(this._resource);
  }

  refresh(): this {
    if (this._onTimeout !== null && this._idleTimeout >= 0) this._start();
    return this;
  }

  ref(): this {
    if (!this._refed) {
      this._refed = true;
      this._list?.changeRef(1);
    }
    return this;
  }

  unref(): this {
    if (this._refed) {
      this._refed = false;
      this._list?.changeRef(-1);
    }
    return this;
  }

  hasRef(): boolean {
    return this._refed;
  }

  close(): this {
    clearTimeout(this);
    return this;
  }

  [Symbol.toPrimitive](): number {
    if (!this._destroyed) known.set(this._id, this);
    return this._id;
  }

  [Symbol.dispose](): void {
    clearTimeout(this);
  }

  [inspectSymbol](_depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
    return inspect(this, { ...options, depth: 0, customInspect: false });
  }
}

function hide(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, configurable: true, enumerable: false });
}

/** `clearTimeout` and `clearInterval`: takes the timer, or what `Symbol.toPrimitive` gave for it. */
export function clearTimeout(timer?: unknown): void {
  let target = timer;
  if (typeof timer === 'number' || typeof timer === 'string') target = known.get(Number(timer));
  if (!(target instanceof Timeout) || target._onTimeout === null) return;
  target._destroy();
  target._onTimeout = null;
  target._idleTimeout = -1;
}
