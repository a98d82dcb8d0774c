/**
 * What changes in a program that uses domains: emitters belong to the domain that they are made in, and errors that nobody caught go to
 * the domain that they were thrown in. It is done when the first domain is made.
 */
import EventEmitter from '../../events.ts';
import process from '../../process.ts';
import { ERR_UNHANDLED_ERROR, makeNodeError } from '../errors.ts';
import type { EmitterOptions } from '../events/emitter.ts';
import { endWithError } from '../process/fatal.ts';
import { Domain, mark, setDomain } from './domain.ts';
import { activeDomain, activeOrNone, clearStack, installStack, setStack, stack, stackOf } from './stack.ts';

const ERR_DOMAIN_CALLBACK_NOT_AVAILABLE = /* @__PURE__ */ makeNodeError(
  'ERR_DOMAIN_CALLBACK_NOT_AVAILABLE',
  'A callback was registered through process.setUncaughtExceptionCaptureCallback(), which is mutually exclusive with using the `domain` module',
);
const ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE = /* @__PURE__ */ makeNodeError(
  'ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE',
  'The `domain` module is in use, which is mutually exclusive with calling process.setUncaughtExceptionCaptureCallback()',
);

interface Emitter {
  domain?: Domain | null;
  listenerCount(event: string | symbol): number;
}
type Statics = { init(this: Emitter, options?: EmitterOptions): void; usingDomains: boolean };
type Prototype = { emit(this: Emitter, event: string | symbol, ...args: unknown[]): boolean };

let installed = false;

/** @throws ERR_DOMAIN_CALLBACK_NOT_AVAILABLE */
export function install(): void {
  if (installed) return;
  const node = process as unknown as {
    hasUncaughtExceptionCaptureCallback(): boolean;
    setUncaughtExceptionCaptureCallback(callback: (error: unknown) => void): void;
    emit(event: string, ...args: unknown[]): boolean;
  };
  if (node.hasUncaughtExceptionCaptureCallback()) throw new ERR_DOMAIN_CALLBACK_NOT_AVAILABLE();
  installed = true;
  const from = new Error('require(`domain`) at this point').stack;
  installStack();
  node.setUncaughtExceptionCaptureCallback(onUncaught);
  node.setUncaughtExceptionCaptureCallback = () => {
    const error = new ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE();
    error.stack += `\n${'-'.repeat(40)}\n${from}`;
    throw error;
  };
  Object.defineProperty(process, 'domain', {
    get: activeOrNone,
    set: (domain: Domain | null | undefined) => setStack(domain ? [domain] : []),
    configurable: true,
    enumerable: true,
  });
  installEmitters();
}

function installEmitters(): void {
  const statics = EventEmitter as unknown as Statics;
  const prototype = EventEmitter.prototype as unknown as Prototype;
  const { init } = statics;
  const { emit } = prototype;
  statics.usingDomains = true;
  statics.init = function initInDomain(options) {
    setDomain(this, null);
    const active = activeDomain();
    if (active !== undefined && !(this instanceof Domain)) setDomain(this, active);
    init.call(this, options);
  };
  prototype.emit = function emitInDomain(event, ...args) {
    const { domain } = this;
    const handles = event === 'error' && this.listenerCount('error') > 0;
    if (handles || domain === null || domain === undefined || (this as unknown) === process) {
      return Reflect.apply(emit, this, [event, ...args]);
    }
    if (event === 'error') {
      giveError(this, domain, args[0]);
      return false;
    }
    domain.enter();
    const result = Reflect.apply(emit, this, [event, ...args]);
    domain.exit();
    return result;
  };
}

/** The error of an emitter without an `error` listener goes to its domain, whose own listener runs outside of it. */
function giveError(emitter: object, domain: Domain, value: unknown): void {
  const error = value || new ERR_UNHANDLED_ERROR(value as string);
  mark(error, domain, { domainEmitter: emitter, domainThrown: false });
  const active = activeDomain();
  const before = [...stack];
  let end = before.length;
  while (end > 0 && before[end - 1] === active) end--;
  if (end === 0) clearStack();
  else setStack(before.slice(0, end));
  domain.emit('error', error);
  setStack(before);
}

/** An error that nobody caught. */
function onUncaught(error: unknown): void {
  setStack(stackOf(error));
  const domain = activeDomain();
  let handled = false;
  try {
    handled = domain?._errorHandler(error) === true;
  } finally {
    clearStack();
  }
  if (handled) return;
  const node = process as unknown as { emit(event: string, ...args: unknown[]): boolean };
  if (!node.emit('uncaughtException', error, 'uncaughtException')) endWithError(error, 'uncaughtException', 1);
}
