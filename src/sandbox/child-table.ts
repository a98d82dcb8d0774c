/**
 * The process ids of a worker's children, in memory that both threads see: a worker that is ended in the middle of a
 * turn can tell nobody what it had started.
 */

/** For all the instances of a thread: 64 KiB. */
const SLOTS = 16_384;

/** The worker's side. */
export interface ChildRegistry {
  add(pid: number): void;
  delete(pid: number): void;
}

/** Memory for the table. */
export function createChildTable(): SharedArrayBuffer {
  return new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT);
}

/** A registry that writes into `table`. */
export function childRegistry(table: SharedArrayBuffer): ChildRegistry {
  const slots = new Int32Array(table);
  const places = new Map<number, number>();
  let next = 0;
  return {
    add(pid) {
      for (let tried = 0; tried < slots.length; tried++) {
        const place = next;
        next = (next + 1) % slots.length;
        if (Atomics.compareExchange(slots, place, 0, pid) !== 0) continue;
        places.set(pid, place);
        return;
      }
      const message = `more than ${SLOTS} children in one worker`;
      throw Object.assign(new Error(message), { code: 'EAGAIN', syscall: 'spawn' });
    },
    delete(pid) {
      const place = places.get(pid);
      if (place === undefined) return;
      places.delete(pid);
      Atomics.compareExchange(slots, place, pid, 0);
    },
  };
}

/** Kills the process groups that are still in `table`, for a worker that is gone. */
export function killChildren(table: SharedArrayBuffer): void {
  const slots = new Int32Array(table);
  for (let i = 0; i < slots.length; i++) {
    const pid = Atomics.exchange(slots, i, 0);
    if (pid > 0) killGroup(pid);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // No such group: it had ended by itself. Or one that has become another user's: the host cannot end it.
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
