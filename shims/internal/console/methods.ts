/**
 * The methods of a console.
 * @see https://nodejs.org/api/console.html
 * @see https://console.spec.whatwg.org/
 */
import { channel } from '../diagnostics_channel/channel.ts';
import { now } from '../loop.ts';
import { emitWarning } from '../process/emit-warning.ts';
import { environmentVariable } from '../process/environment.ts';
import { inspect } from '../util/inspect.ts';
import { validateArray } from '../validators.ts';
import {
  type ConsoleState,
  format,
  inspectOptionsFor,
  kCounts,
  kGroupIndentation,
  kGroupWidth,
  print,
  write,
} from './instance.ts';
import { cellDepth, drawTable, makeTable } from './table.ts';
import { formatTime } from './time.ts';

/** A console as its methods see it: its state and the methods that call one another. */
export type ConsoleThis = ConsoleState & {
  log(...args: unknown[]): void;
  warn(...args: unknown[]): void;
  error(...args: unknown[]): void;
};

/** A method that prints its arguments, and tells who listens on its diagnostics channel. */
function printer(name: string, target: 'stdout' | 'stderr'): (this: ConsoleThis, ...args: unknown[]) => void {
  const listeners = channel(`console.${name}`);
  return function (...args) {
    if (listeners.hasSubscribers) listeners.publish(args);
    print(this, target, args);
  };
}

/** Prints the time of a label, or warns that there is none. */
function printTime(self: ConsoleThis, method: string, label: string, data: readonly unknown[]): boolean {
  const start = self._times.get(label);
  if (start === undefined) {
    emitWarning(`No such label '${label}' for console.${method}()`);
    return false;
  }
  self.log('%s: %s', label, formatTime(now() - start), ...data);
  return true;
}

/** The methods by name; their keys are in Node's order. */
export function makeMethods(): Record<string, (this: ConsoleThis, ...args: never[]) => void> {
  const methods = {
    log: printer('log', 'stdout'),
    info: printer('info', 'stdout'),
    debug: printer('debug', 'stdout'),
    warn: printer('warn', 'stderr'),
    error: printer('error', 'stderr'),

    dir(this: ConsoleThis, object: unknown, options?: object): void {
      const defaults = inspectOptionsFor(this, 'stdout');
      write(this, 'stdout', inspect(object, { customInspect: false, ...defaults, ...options }));
    },

    time(this: ConsoleThis, label: unknown = 'default'): void {
      const name = `${label}`;
      if (this._times.has(name)) emitWarning(`Label '${name}' already exists for console.time()`);
      else this._times.set(name, now());
    },

    timeEnd(this: ConsoleThis, label: unknown = 'default'): void {
      const name = `${label}`;
      if (printTime(this, 'timeEnd', name, [])) this._times.delete(name);
    },

    timeLog(this: ConsoleThis, label: unknown = 'default', ...data: unknown[]): void {
      printTime(this, 'timeLog', `${label}`, data);
    },

    trace(this: ConsoleThis, ...args: unknown[]): void {
      const error = { name: 'Trace', message: format(this, 'stderr', args), stack: '' };
      Error.captureStackTrace(error, methods.trace);
      this.error(error.stack);
    },

    assert(this: ConsoleThis, value: unknown, ...args: unknown[]): void {
      if (value) return;
      if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
      else args.unshift('Assertion failed');
      this.warn(...args);
    },

    clear(this: ConsoleThis): void {
      if (!this._stdout.isTTY || environmentVariable('TERM') === 'dumb') return;
      // The cursor to the first column of the first row; all below it.
      this._stdout.write('\u001b[1;1H');
      this._stdout.write('\u001b[0J');
    },

    count(this: ConsoleThis, label: unknown = 'default'): void {
      const name = `${label}`;
      const count = (this[kCounts].get(name) ?? 0) + 1;
      this[kCounts].set(name, count);
      this.log(`${name}: ${count}`);
    },

    countReset(this: ConsoleThis, label: unknown = 'default'): void {
      const name = `${label}`;
      if (!this[kCounts].delete(name)) emitWarning(`Count for '${name}' does not exist`);
    },

    group(this: ConsoleThis, ...data: unknown[]): void {
      if (data.length > 0) this.log(...data);
      this[kGroupIndentation] += ' '.repeat(this[kGroupWidth]);
    },

    groupEnd(this: ConsoleThis): void {
      const indentation = this[kGroupIndentation];
      this[kGroupIndentation] = indentation.slice(0, Math.max(0, indentation.length - this[kGroupWidth]));
    },

    table(this: ConsoleThis, data: unknown, properties?: readonly string[]): void {
      if (properties !== undefined) validateArray(properties, 'properties');
      if (data === null || typeof data !== 'object') {
        this.log(data);
        return;
      }
      const options = {
        maxArrayLength: 3,
        breakLength: Number.POSITIVE_INFINITY,
        ...inspectOptionsFor(this, 'stdout'),
      };
      const show = (value: unknown): string => inspect(value, { depth: cellDepth(value), ...options });
      this.log(drawTable(makeTable(data, properties, show)));
    },
  };
  for (const name of ['log', 'info', 'debug', 'warn', 'error'] as const) {
    Object.defineProperty(methods[name], 'name', { value: name, configurable: true });
  }
  return { ...methods, dirxml: methods.log, groupCollapsed: methods.group };
}
