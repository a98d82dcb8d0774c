import { getStderrStream, getStdoutStream } from '../process/stdio.ts';
import { Console, type ConsoleInstance } from './constructor.ts';
import { type ConsoleStream, defineState } from './instance.ts';

/** A stream that is made when the first text is written: nothing of the host is touched before. */
function lazyStream(open: () => unknown): PropertyDescriptor {
  let stream: unknown;
  return {
    get: () => (stream ??= open()) as ConsoleStream,
    set(value: unknown) {
      stream = value;
    },
    enumerable: false,
    configurable: true,
  };
}

function makeGlobalConsole(): ConsoleInstance {
  // Its prototype is an empty object, as the standard for namespaces has it.
  const console: ConsoleInstance = Object.create({});
  for (const [name, method] of Object.entries(Console.prototype)) {
    console[name] = method.bind(console);
    Object.defineProperty(console[name], 'name', { value: method.name });
  }
  Object.defineProperties(console, { _stdout: lazyStream(getStdoutStream), _stderr: lazyStream(getStderrStream) });
  defineState(console, { ignoreErrors: true, colorMode: 'auto', groupIndentation: 2 });
  // These are for an inspector and show nothing without one: https://nodejs.org/api/console.html#inspector-only-methods
  for (const name of ['profile', 'profileEnd', 'timeStamp']) {
    const method = (): void => {};
    console[name] = Object.defineProperty(method, 'name', { value: name });
  }
  return Object.assign(console, { Console });
}

/** The global console. */
export const globalConsole = /* @__PURE__ */ makeGlobalConsole() as unknown as typeof globalThis.console;
