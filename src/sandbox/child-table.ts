/**
 * The process ids of a worker's children, in memory that both threads see: a worker that is ended in the middle of a
 * turn can tell nobody what it had started.
 */

const SLOTS = 1024;

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
  return {
    add(pid) {
      for (let i = 0; i < slots.length; i++) {
        if (Atomics.compareExchange(slots, i, 0, pid) === 0) return;
      }
      const message = `more than ${SLOTS} children in one worker`;
      throw Object.assign(new Error(message), { code: 'EAGAIN', syscall: 'spawn' });
    },
    delete(pid) {
      for (let i = 0; i < slots.length; i++) {
        if (Atomics.compareExchange(slots, i, pid, 0) === pid) return;
      }
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
