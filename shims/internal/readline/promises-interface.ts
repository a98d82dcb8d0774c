/**
 * `readlinePromises.Interface`.
 *
 * https://nodejs.org/api/readline.html#class-readlinepromisesinterface
 */
import { AbortError } from '../errors.ts';
import { addAbortListener } from '../events/targets.ts';
import { validateAbortSignal } from '../validators.ts';
import { InterfaceBase } from './interface.ts';

/** An interface whose questions give promises. */
export class Interface extends InterfaceBase {
  /**
   * Asks `query`.
   *
   * @returns the next line; rejected with an AbortError when `options.signal` is aborted or the user ends the input
   */
  question(query: string, options: { signal?: AbortSignal } | null = {}): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer: (line: string) => void = resolve;
      const signal = options?.signal;
      if (signal) {
        validateAbortSignal(signal, 'options.signal');
        const abort = () => reject(new AbortError(undefined, { cause: signal.reason }));
        if (signal.aborted) {
          abort();
          return;
        }
        const onAbort = () => {
          this._questionCancel();
          abort();
        };
        const listener = addAbortListener(signal, onAbort);
        answer = (line) => {
          listener[Symbol.dispose]();
          resolve(line);
        };
      }
      this._questionReject = reject;
      this._question(query, answer);
    });
  }
}
