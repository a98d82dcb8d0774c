/** A socket's idle time. https://nodejs.org/api/net.html#socketsettimeouttimeout-callback */
import { ERR_OUT_OF_RANGE } from '../errors.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { clearTimeout, setTimeout } from '../timers/functions.ts';
import { TIMEOUT_MAX } from '../timers/timeout.ts';
import { validateFunction, validateNumber } from '../validators.ts';
import { kTimeout, type SocketLike } from './socket-types.ts';

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
function checkDuration(milliseconds: unknown, name: string): number {
  validateNumber(milliseconds, name);
  if ((milliseconds as number) < 0 || !Number.isFinite(milliseconds)) {
    throw new ERR_OUT_OF_RANGE(name, 'a non-negative finite number', milliseconds);
  }
  if ((milliseconds as number) <= TIMEOUT_MAX) return milliseconds as number;
  emitWarning(
    `${milliseconds} does not fit into a 32-bit signed integer.\nTimer duration was truncated to ${TIMEOUT_MAX}.`,
    'TimeoutOverflowWarning',
  );
  return TIMEOUT_MAX;
}

export const timeoutMembers = {
  setTimeout(this: SocketLike, milliseconds: unknown, callback?: () => void): SocketLike {
    if (this.destroyed) return this;
    this.timeout = milliseconds as number;
    const duration = checkDuration(milliseconds, 'msecs');
    if (callback !== undefined) validateFunction(callback, 'callback');
    clearTimeout(this[kTimeout]);
    if (duration === 0) {
      this[kTimeout] = null;
      if (callback !== undefined) this.removeListener('timeout', callback);
    } else {
      this[kTimeout] = setTimeout(() => this._onTimeout(), duration).unref();
      if (callback !== undefined) this.once('timeout', callback);
    }
    return this;
  },

  _onTimeout(this: SocketLike): void {
    this.emit('timeout');
  },

  /** Something has happened: the idle time begins anew. */
  _unrefTimer(this: SocketLike): void {
    for (let socket: SocketLike | null = this; socket !== null; socket = socket._parent) socket[kTimeout]?.refresh();
  },
};
