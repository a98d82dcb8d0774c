/** `watcher` of `zora:node/file-system`: Node's own `fs.watch` of a held path. */
import { type FSWatcher, watch } from 'node:fs';
import { basename } from 'node:path';
import { systemError } from '../../capability/denial.ts';
import type { PathHandle } from '../../capability/path-handle.ts';
import { Pollable } from '../../io.ts';
import type * as Wit from '../../wit/zora-node-file-system.d.ts';
import { Readiness } from '../readiness.ts';
import { guard } from '../wit-error.ts';
import { renamed, type Subject } from './decided.ts';

/** Events that wait for the guest; more are dropped, as a full queue of the kernel's drops them. */
const MAX_EVENTS = 4096;

/** Watches in one tree, at most: each subdirectory takes one of the system's. */
export const MAX_TREE = 4096;

const NEVER = new Readiness(() => false);

/** A queue of events, filled by one watch or several. */
export class WatchEvents {
  readonly readiness = new Readiness(() => this.#events.length > 0 || this.#failure !== undefined);
  #events: Wit.WatchEvent[] = [];
  #failure: unknown;

  add(event: Wit.WatchEvent): void {
    if (this.#events.length < MAX_EVENTS) this.#events.push(event);
    this.readiness.notify();
  }

  fail(error: unknown): void {
    this.#failure ??= error;
    this.readiness.notify();
  }

  /** @throws what the watch failed with, once the events before it have been taken */
  take(): Wit.WatchEvent[] {
    const events = this.#events;
    if (events.length === 0 && this.#failure !== undefined) {
      const failure = this.#failure;
      this.#failure = undefined;
      throw failure;
    }
    this.#events = [];
    this.readiness.rearm();
    return events;
  }
}

/** What a watch is made with. */
export interface OpenWatch {
  readonly events: WatchEvents;
  /** Checks that there is time left. @throws TokenExpired */
  readonly alive: () => void;
  /** Ends it. */
  readonly close: () => void;
}

/** A handle of a watch. */
export class Watcher implements Wit.Watcher {
  readonly #watch: OpenWatch;
  #open = true;

  constructor(watch: OpenWatch) {
    this.#watch = watch;
  }

  take(): Wit.WatchEvent[] {
    return guard(() => {
      if (!(#watch in this) || !this.#open) throw systemError('EBADF', { syscall: 'watch' });
      this.#watch.alive();
      return this.#watch.events.take();
    });
  }

  subscribe(): Pollable {
    return new Pollable(#watch in this && this.#open ? this.#watch.events.readiness : NEVER);
  }

  [Symbol.dispose](): void {
    if (!(#watch in this) || !this.#open) return;
    this.#open = false;
    this.#watch.close();
  }
}

/**
 * Watches one held path, which the caller closes after the watch.
 * @param options.directory it is a directory: its own events are told from those of a name in it
 * @param options.recursive leave what is beneath to the system, where it can
 */
export function watchHeld(
  handle: PathHandle,
  { directory, recursive = false }: { directory: boolean; recursive?: boolean },
  subject: Subject,
  onEvent: (renamed: boolean, name: string | undefined) => void,
  onError: (error: unknown) => void,
): FSWatcher {
  // Without a name the system means the watched path; Node then gives the last component of the path that it was given.
  const held = handle.fd !== undefined;
  const path = directory && held ? `${handle.at}/.` : handle.at;
  const own = directory && held ? '.' : basename(handle.at);
  const watcher = watch(path, { persistent: false, encoding: 'buffer', recursive }, (event, name) => {
    const text = name?.toString().toWellFormed();
    try {
      onEvent(event === 'rename', text === undefined || (text === own && held) ? basename(handle.real) : text);
    } catch (error) {
      // It would end the host's process: the guest gets it instead.
      onError(error);
    }
  });
  watcher.on('error', (error) => onError(renamed(error, subject)));
  return watcher;
}
