/** The event loop: what is watched, and one timer. The host drives it by calling `turn`. */
import { RESULT } from '../abi/memory';
import { unwatch, watch } from '../abi/reactor-host';
import { now } from '../abi/system';

/** Something that hears when a pollable turns ready. */
export abstract class Watcher {
  /** 0: it is not watching. */
  token: u32 = 0;

  abstract onReady(): void;

  /** Watches a pollable, whose handle is given away; it is heard of again when an operation found nothing to do. */
  watch(pollable: i32): void {
    this.token = nextToken++;
    watchers.set(this.token, this);
    watch(pollable, this.token);
  }

  unwatch(): void {
    if (this.token == 0) return;
    watchers.delete(this.token);
    unwatch(this.token);
    this.token = 0;
  }
}

/** Something that is called when its time has come. */
export abstract class Timer {
  abstract onTime(): void;
}

const watchers = new Map<u32, Watcher>();
let nextToken: u32 = 1;
let timer: Timer | null = null;
let due: f64 = 0;

/** Calls `next` once, so many milliseconds from now, in the place of what was set before. */
export function setTimer(next: Timer, milliseconds: f64): void {
  timer = next;
  due = now() + milliseconds;
}

export function clearTimer(): void {
  timer = null;
}

const IDLE: u8 = 0;
const POLL: u8 = 2;
const UNTIL_READY: u8 = 3;
const UNTIL_READY_OR: u8 = 4;

/** `reactor.turn`: the tokens of what fired are `count` numbers at `ready`, which are freed here. */
export function turn(ready: usize, count: i32): usize {
  for (let i = 0; i < count; i++) {
    const token = load<u32>(ready + (<usize>i << 2));
    if (watchers.has(token)) watchers.get(token).onReady();
  }
  heap.free(ready);
  const set = timer;
  if (set !== null && now() >= due) {
    timer = null;
    set.onTime();
  }
  if (watchers.size == 0) return answer(IDLE, 0);
  if (timer === null) return answer(UNTIL_READY, 0);
  const wait = due - now();
  return wait <= 0 ? answer(POLL, 0) : answer(UNTIL_READY_OR, <u32>ceil(min(wait, 2147483647.0)));
}

function answer(tag: u8, milliseconds: u32): usize {
  store<u8>(RESULT, tag);
  store<u32>(RESULT, milliseconds, 4);
  return RESULT;
}
