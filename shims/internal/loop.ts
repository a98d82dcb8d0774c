/**
 * The event loop of the guest, with the phases of Node's: timers, ready I/O, `setImmediate` (check), close callbacks; the
 * `nextTick` queue and microtasks after each callback. The host drives it: one `turn` runs one callback, and the engine
 * drains the microtask queue when the turn ends, which is the only certain drain there is (docs/architecture.md).
 *
 * https://nodejs.org/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
import type { Pollable } from 'zora:node/io@0.1.0';
import type { State } from 'zora:node/reactor@0.1.0';
import { unwatch as hostUnwatch, wake as hostWake, watch as hostWatch } from 'zora:node/reactor-host@0.1.0';
import { now as hostNow } from 'zora:node/system@0.1.0';
import { framed, leaveFrames } from './async_context/frame.ts';
import { type AsyncResourceInfo, createResource, destroyResource, runInResource } from './async_context/resources.ts';
import { isStarted } from './instance.ts';
import { TimerHeap } from './timer-heap.ts';

/** A reason to be called; it keeps the loop alive while it is open and ref'd. */
export interface LoopHandle {
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  close(): void;
}

type Callback = () => void;
type UncaughtHandler = (error: unknown, origin: 'uncaughtException' | 'unhandledRejection', promise?: unknown) => void;

/** Open handles that are ref'd. At zero the loop ends. */
let alive = 0;
/** A turn is running its callback: its answer is still to be computed. */
let inTurn = false;
let woken = false;

/** Tells the host that the answer of the last turn no longer holds. Within a turn there is nothing to tell. */
function changed(): void {
  if (inTurn || woken || !isStarted()) return;
  woken = true;
  hostWake();
}

class Handle implements LoopHandle {
  callback: Callback | undefined;
  #refed = true;
  #open = true;
  #onClose: (() => void) | undefined;
  #resource: AsyncResourceInfo | undefined;

  /** @param type of the async resource that this is; what is none of its own is none that hooks see */
  constructor(callback: Callback | undefined, onClose?: () => void, type?: string) {
    this.callback = callback && framed(callback);
    this.#onClose = onClose;
    const info = type === undefined ? undefined : createResource(type);
    if (info !== undefined) {
      const run = this.callback as Callback;
      this.#resource = info;
      this.callback = () => runInResource(info, run);
    }
    alive++;
    changed();
  }

  get open(): boolean {
    return this.#open;
  }

  ref(): void {
    if (this.#refed) return;
    this.#refed = true;
    if (this.#open) {
      alive++;
      changed();
    }
  }

  unref(): void {
    if (!this.#refed) return;
    this.#refed = false;
    if (this.#open) {
      alive--;
      changed();
    }
  }

  hasRef(): boolean {
    return this.#refed;
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.callback = undefined;
    if (this.#refed) {
      alive--;
      changed();
    }
    this.#onClose?.();
    destroyResource(this.#resource);
  }
}

// ---- nextTick

interface Tick {
  callback: (...args: unknown[]) => void;
  args: unknown[];
  resource: AsyncResourceInfo | undefined;
}

let ticks: Tick[] = [];
let tickIndex = 0;

/** Runs `callback(...args)` after the current callback and before promise reactions (`process.nextTick`). */
export function nextTick(callback: (...args: never[]) => void, ...args: unknown[]): void {
  const tick: Tick = { callback: framed(callback) as Tick['callback'], args, resource: undefined };
  tick.resource = createResource('TickObject', tick);
  ticks.push(tick);
  changed();
}

function runTicks(): void {
  while (tickIndex < ticks.length) {
    const { callback, args, resource } = ticks[tickIndex++] as Tick;
    leaveFrames();
    try {
      // Spreading costs the engine more than a small callback itself.
      if (resource !== undefined) runInResource(resource, () => callback(...args));
      else if (args.length === 0) callback();
      else if (args.length === 1) callback(args[0]);
      else if (args.length === 2) callback(args[0], args[1]);
      else callback(...args);
    } catch (error) {
      reportUncaught(error);
    }
    destroyResource(resource);
  }
  ticks = [];
  tickIndex = 0;
}

// ---- after microtasks

const drained: Callback[] = [];

/** Calls `callback`, once, when `nextTick` and microtasks are done, before the next callback of the loop. */
export function afterMicrotasks(callback: () => void): void {
  if (!drained.includes(callback)) drained.push(callback);
  changed();
}

// ---- I/O

const watches = new Map<number, Handle>();
let nextToken = 1;
let ready: Handle[] = [];
let readyIndex = 0;
let polls: Handle[] = [];
let pollIndex = 0;
/** The poll phase runs what was ready, and what was queued, before it began. */
let readyEnd = 0;
let pollEnd = 0;

/** Calls `callback` once in the poll phase: the end of an operation that the guest does by itself. @param type of its async resource */
export function setPoll(callback: () => void, type = 'FSREQCALLBACK'): LoopHandle {
  const handle = new Handle(callback, undefined, type);
  polls.push(handle);
  return handle;
}

/**
 * Calls `callback` in the poll phase whenever `pollable` turns ready; a watch is armed again when an operation of its
 * resource finds it not ready (`zora:node/reactor-host.watch`).
 * @param type of the async resource that waits
 */
export function watch(pollable: Pollable, callback: () => void, type = 'PIPEWRAP'): LoopHandle {
  const token = nextToken;
  nextToken = (nextToken + 1) >>> 0 || 1;
  const close = () => {
    watches.delete(token);
    hostUnwatch(token);
  };
  const handle = new Handle(callback, close, type);
  watches.set(token, handle);
  hostWatch(pollable, token);
  return handle;
}

// ---- timers

const timers = new TimerHeap<Handle>();

/** Calls `callback` once in the timers phase, `delay` milliseconds from now. */
export function setLoopTimer(callback: () => void, delay: number): LoopHandle {
  const handle = new Handle(callback, () => timers.discard(handle));
  timers.add(handle, Math.floor(hostNow()) + delay);
  return handle;
}

// ---- check and close callbacks

let checks: Handle[] = [];
let checkIndex = 0;
/** The check phase runs what was queued before it began. */
let checkEnd = 0;
let closings: Callback[] = [];
let closingIndex = 0;

/** Calls `callback` once in the check phase (`setImmediate`). */
export function setCheck(callback: () => void): LoopHandle {
  const handle = new Handle(callback);
  checks.push(handle);
  return handle;
}

/** Calls `callback` in the phase of close callbacks. */
export function addClosing(callback: () => void): void {
  closings.push(framed(callback));
  alive++;
  changed();
}

/** Keeps the loop alive until it is closed: something is under way that no other handle stands for. */
export function pending(): LoopHandle {
  return new Handle(undefined);
}

/** Milliseconds since the instance started. */
export function now(): number {
  return hostNow();
}

// ---- errors

let uncaught: UncaughtHandler = (error) => {
  throw error;
};

/** Sets what happens to an error that leaves a callback. */
export function setUncaughtHandler(handler: UncaughtHandler): void {
  uncaught = handler;
}

/** Treats `error` as if it had left a callback of the loop. */
export function reportUncaught(
  error: unknown,
  origin: 'uncaughtException' | 'unhandledRejection' = 'uncaughtException',
  promise?: unknown,
): void {
  uncaught(error, origin, promise);
}

// ---- the loop's end

let beforeExit: Callback | undefined;
let atExit: Callback | undefined;
/** `beforeExit` has run since the loop last had a callback. */
let beforeExitRan = false;
let atExitRan = false;

/** Sets what runs when nothing keeps the loop alive, and may add work for it to go on (`beforeExit`). */
export function setBeforeExit(callback: () => void): void {
  beforeExit = callback;
}

/** Sets what runs once, at the very end, when `beforeExit` has added no work (`exit`). */
export function setAtExit(callback: () => void): void {
  atExit = callback;
}

/** What is left to run of the loop's end. */
function exitCallback(): Callback | undefined {
  if (beforeExit !== undefined && !beforeExitRan) return beforeExit;
  return atExitRan ? undefined : atExit;
}

function takeExitCallback(): Callback | undefined {
  const callback = exitCallback();
  if (callback !== undefined && callback === beforeExit) beforeExitRan = true;
  else atExitRan = true;
  return callback;
}

// ---- phases

const TIMERS = 0;
const POLL = 1;
const CHECK = 2;
const CLOSE = 3;
let phase = TIMERS;

/** The next callback of this iteration; undefined at its end. */
function nextCallback(): Callback | undefined {
  for (;;) {
    switch (phase) {
      case TIMERS: {
        if (timers.size > 0) {
          const handle = timers.takeDue(hostNow());
          if (handle !== undefined) return takeOnce(handle);
        }
        phase = POLL;
        readyEnd = ready.length;
        pollEnd = polls.length;
        break;
      }
      case POLL: {
        while (readyIndex < readyEnd) {
          const { callback } = ready[readyIndex++] as Handle;
          if (callback !== undefined) return callback;
        }
        while (pollIndex < pollEnd) {
          const handle = polls[pollIndex++] as Handle;
          if (handle.open) return takeOnce(handle);
        }
        endPoll();
        phase = CHECK;
        checkEnd = checks.length;
        break;
      }
      case CHECK: {
        while (checkIndex < checkEnd) {
          const handle = checks[checkIndex++] as Handle;
          if (handle.open) return takeOnce(handle);
        }
        if (checkIndex > 0) checks = checks.slice(checkIndex);
        checkIndex = 0;
        phase = CLOSE;
        break;
      }
      default: {
        if (closingIndex < closings.length) {
          alive--;
          return closings[closingIndex++];
        }
        closings = [];
        closingIndex = 0;
        phase = TIMERS;
        return undefined;
      }
    }
  }
}

/** What turned ready or was queued during the poll phase waits for the next one. */
function endPoll(): void {
  ready = readyIndex < ready.length ? ready.slice(readyIndex) : [];
  polls = pollIndex < polls.length ? polls.slice(pollIndex) : [];
  readyIndex = readyEnd = pollIndex = pollEnd = 0;
}

/** The callback of a handle that is used up by running it. */
function takeOnce(handle: Handle): Callback {
  const callback = handle.callback as Callback;
  handle.close();
  return callback;
}

/** Whether an iteration that starts now would find a callback without waiting for I/O. */
function hasImmediateWork(): boolean {
  return (
    readyIndex < ready.length ||
    pollIndex < polls.length ||
    closingIndex < closings.length ||
    checks.length > checkIndex
  );
}

/** Skips the phases that have nothing left, so that an idle rest of an iteration costs no turn. */
function settlePhase(): void {
  if (phase === POLL && readyIndex >= readyEnd && pollIndex >= pollEnd) {
    endPoll();
    if (checks.length === 0 && closings.length === 0) phase = TIMERS;
  }
  if (phase === CHECK && checks.length <= checkIndex && closings.length === 0) {
    checks = [];
    checkIndex = 0;
    phase = TIMERS;
  }
  if (phase === CLOSE && closingIndex >= closings.length) {
    closings = [];
    closingIndex = 0;
    phase = TIMERS;
  }
}

function answer(): State {
  if (tickIndex < ticks.length || drained.length > 0) return { tag: 'again' };
  settlePhase();
  if (phase !== TIMERS) return { tag: 'again' };
  if (alive === 0) return { tag: exitCallback() === undefined ? 'idle' : 'again' };
  if (hasImmediateWork()) return { tag: 'poll' };
  const due = timers.nextDue();
  if (due === undefined) return { tag: 'until-ready' };
  const wait = Math.ceil(due - hostNow());
  return wait <= 0 ? { tag: 'poll' } : { tag: 'until-ready-or', val: Math.min(wait, 0x7fffffff) };
}

/** Runs `callback` as a callback of the loop: with its ticks, errors going to the uncaught handler. */
function runCallback(callback: Callback): void {
  leaveFrames();
  try {
    callback();
  } catch (error) {
    reportUncaught(error);
  }
  runTicks();
}

/** Runs `callback` from an export other than `turn` (the start of a program or of a call). */
export function enter(callback: Callback): void {
  inTurn = true;
  runCallback(callback);
  inTurn = false;
}

/** Milliseconds in which the loop waited, counted since somebody asked; `waitingSince` while it waits. */
let idle: number | undefined;
let waitingSince: number | undefined;

/** How long the loop has waited since this was called first, in milliseconds. */
export function idleTime(): number {
  idle ??= 0;
  return idle;
}

function countIdle(state: State): void {
  waitingSince = state.tag === 'again' || state.tag === 'poll' ? undefined : hostNow();
}

/** One turn: `fired` are the tokens of the watches that turned ready (`zora:node/reactor.turn`). */
export function turn(fired: ArrayLike<number>): State {
  inTurn = true;
  woken = false;
  if (idle !== undefined && waitingSince !== undefined) idle += hostNow() - waitingSince;
  for (let i = 0; i < fired.length; i++) {
    const handle = watches.get(fired[i] as number);
    if (handle !== undefined) ready.push(handle);
  }
  if (tickIndex < ticks.length) {
    runTicks();
  } else if (drained.length > 0) {
    runCallback(drained.shift() as Callback);
  } else {
    // Between two iterations nothing that is unref'd runs any more once nothing else is left.
    const callback = alive === 0 && phase === TIMERS ? undefined : nextCallback();
    if (callback !== undefined) {
      beforeExitRan = false;
      runCallback(callback);
    } else if (alive === 0) {
      const last = takeExitCallback();
      if (last !== undefined) runCallback(last);
    }
  }
  const state = answer();
  if (idle !== undefined) countIdle(state);
  inTurn = false;
  return state;
}
