import type { Pollable } from 'zora:node/io@0.1.0';
import { type LoopHandle, watch } from '../loop.ts';

/** Waits for a pollable, again and again; it keeps the loop alive only while someone waits. */
export class Readiness {
  readonly #handle: LoopHandle;
  #ready = false;
  #failure: { reason: unknown } | undefined;
  #waiter: PromiseWithResolvers<void> | undefined;

  constructor(pollable: Pollable) {
    this.#handle = watch(pollable, () => {
      this.#ready = true;
      this.#settle();
    });
    this.#handle.unref();
  }

  /** Resolves once the pollable has become ready since the last wait. Rejects with the reason of `fail`. */
  wait(): Promise<void> {
    this.#waiter = Promise.withResolvers();
    const { promise } = this.#waiter;
    if (this.#ready || this.#failure) this.#settle();
    else this.#handle.ref();
    return promise;
  }

  /** Ends this and every later wait with an error. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#settle();
  }

  /** Watches no more. */
  close(): void {
    this.#handle.close();
  }

  #settle(): void {
    const waiter = this.#waiter;
    if (!waiter) return;
    this.#waiter = undefined;
    this.#handle.unref();
    if (this.#failure) waiter.reject(this.#failure.reason);
    else {
      this.#ready = false;
      waiter.resolve();
    }
  }
}
