/**
 * `readline.Interface`: questions and completers with callbacks.
 *
 * https://nodejs.org/api/readline.html#class-readlineinterface
 */
import { AbortError } from '../errors.ts';
import { addAbortListener } from '../events/targets.ts';
import { validateAbortSignal } from '../validators.ts';
import { applyCompletions, type Completions } from './completion.ts';
import { InterfaceBase } from './interface.ts';

type Answer = (answer: string) => void;
type CompleterCallback = (error: unknown, completions: Completions) => void;

/** The options of a question; anything that is no object is none. */
function questionOptions(options: unknown): { signal?: AbortSignal } {
  return typeof options === 'object' && options !== null ? options : {};
}

class CallbackInterface extends InterfaceBase {
  /**
   * Asks `query` and gives the next line to a callback.
   *
   * @throws ERR_USE_AFTER_CLOSE
   */
  question(query: string, options?: unknown, callback?: unknown): void {
    let answer = (typeof options === 'function' ? options : callback) as Answer | undefined;
    const { signal } = questionOptions(options);
    if (signal) {
      validateAbortSignal(signal, 'options.signal');
      if (signal.aborted) return;
      const onAbort = () => this._questionCancel();
      const listener = addAbortListener(signal, onAbort);
      const inner = answer;
      answer = (line) => {
        listener[Symbol.dispose]();
        inner?.(line);
      };
    }
    if (typeof answer === 'function') this._question(query, answer);
  }

  override async _tabComplete(lastWasTab: boolean): Promise<void> {
    this.pause();
    const completer = this.completer as (line: string, callback: CompleterCallback) => void;
    const done: CompleterCallback = (error, completions) => {
      if (!this.closed) this.resume();
      if (error) this._completionFailed(error);
      else applyCompletions(this, completions, lastWasTab);
    };
    completeWith(completer, this.line.slice(0, this.cursor), done);
  }
}

/** Completers with one parameter return their answer. */
function completeWith(
  completer: (line: string, callback: CompleterCallback) => unknown,
  line: string,
  done: CompleterCallback,
): void {
  if (completer.length === 2) completer(line, done);
  else done(null, (completer as (line: string) => Completions)(line));
}

/** What `util.promisify` gives for `question`. */
function questionPromise(this: CallbackInterface, query: string, options?: unknown): Promise<string> {
  const { signal } = questionOptions(options);
  if (signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: signal.reason }));
  return new Promise((resolve, reject) => {
    let answer: Answer = resolve;
    if (signal) {
      const onAbort = () => reject(new AbortError(undefined, { cause: signal.reason }));
      const listener = addAbortListener(signal, onAbort);
      answer = (line) => {
        listener[Symbol.dispose]();
        resolve(line);
      };
    }
    this.question(query, options, answer);
  });
}

function withPromiseForm(Class: typeof CallbackInterface): typeof CallbackInterface {
  Object.defineProperty(Class.prototype.question, Symbol.for('nodejs.util.promisify.custom'), {
    value: questionPromise,
    writable: true,
    enumerable: true,
    configurable: true,
  });
  return Class;
}

type InterfaceFunction = typeof CallbackInterface & ((...args: unknown[]) => CallbackInterface);

/** As Node's it can be called without `new`. */
function callable(Class: typeof CallbackInterface): InterfaceFunction {
  function Interface(...args: unknown[]): CallbackInterface {
    return Reflect.construct(Class, args, new.target ?? Interface);
  }
  Interface.prototype = Class.prototype;
  Object.defineProperty(Class.prototype, 'constructor', { value: Interface, writable: true, configurable: true });
  return Object.setPrototypeOf(Interface, Class);
}

export const Interface = /* @__PURE__ */ callable(withPromiseForm(CallbackInterface));
export type Interface = CallbackInterface;
