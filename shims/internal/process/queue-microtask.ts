/** `queueMicrotask`. https://nodejs.org/api/globals.html#queuemicrotaskcallback */
import { framed } from '../async_context/frame.ts';
import { reportUncaught } from '../loop.ts';
import { validateFunction } from '../validators.ts';

/**
 * Calls `callback` as a microtask; what it throws is an uncaught exception.
 * @throws ERR_INVALID_ARG_TYPE
 */
export function queueMicrotask(callback: () => void): void {
  validateFunction(callback, 'callback');
  const run = framed(callback);
  void Promise.resolve().then(() => {
    try {
      run();
    } catch (error) {
      reportUncaught(error);
    }
  });
}
