/**
 * Stacks as Node shows them. QuickJS gives `error.stack` the frames only; V8 has the error's text before them, computed when
 * `stack` is first read, and makes `stack` an own property.
 * @see https://nodejs.org/api/errors.html#errorstack
 */
import { defineHidden, kNodeErrorCode, leaveStackHeaders } from './node-error.ts';

/** What of the engine's call sites is there and what Node's have besides. */
interface CallSite {
  getFunctionName(): string | null;
  getFileName(): string | null;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  isNative(): boolean;
  isConstructor?(): boolean;
}

interface ErrorStatics {
  prepareStackTrace?: ((error: unknown, sites: CallSite[]) => unknown) | undefined;
  captureStackTrace(target: object, caller?: unknown): void;
}

const engine = Error as unknown as ErrorStatics;

/**
 * The first line of a stack.
 * @param error an error, or any object that a stack was captured for.
 */
export function stackHeader(error: object): string {
  const {
    name,
    message,
    [kNodeErrorCode]: code,
  } = error as { [kNodeErrorCode]?: string; name: string; message: string };
  return code === undefined ? Error.prototype.toString.call(error as Error) : `${name} [${code}]: ${message}`;
}

/** Whether this is the engine's own text and not what a program's `Error.prepareStackTrace` made. */
function isFrames(stack: unknown): stack is string {
  return typeof stack === 'string' && (stack === '' || stack.startsWith('    at '));
}

let mapFrames = (frames: string): string => frames;

/** Sets what rewrites the frames of a stack, such as places in evaluated modules; called when a stack is first read. */
export function setFrameMapper(mapper: (frames: string) => string): void {
  mapFrames = mapper;
}

/** Computes the stack at the first reading and keeps it as an own property. */
function settle(target: object, raw: unknown): unknown {
  if (!isFrames(raw)) return raw;
  const frames = mapFrames(raw.trimEnd());
  const stack = stackHeader(target) + (frames === '' ? '' : `\n${frames}`);
  if (Object.isExtensible(target)) defineHidden(target, 'stack', stack);
  return stack;
}

/** The methods that the engine has in another form. */
const REPLACED = ['toString', 'getFileName', 'getLineNumber', 'getColumnNumber'];

type Place = { file: string | null; line: number | null; column: number | null };

/** The place that a call site names, rewritten as those in stacks are. */
function mapPlace(place: Place): Place {
  const mapped = /\((.*):(\d+):(\d+)\)$/.exec(mapFrames(`    at x (${place.file}:${place.line}:${place.column})`));
  return mapped === null ? place : { file: mapped[1]!, line: Number(mapped[2]), column: Number(mapped[3]) };
}

/** Adds to the engine's call sites what Node's have. */
function extendCallSites(): void {
  const before = engine.prepareStackTrace;
  let prototype: (CallSite & Record<string, unknown>) | undefined;
  engine.prepareStackTrace = (_error, sites) => {
    prototype = Object.getPrototypeOf(sites[0]);
    return '';
  };
  void new Error('probe').stack;
  engine.prepareStackTrace = before;
  if (prototype === undefined) return;
  const { getFileName, getLineNumber, getColumnNumber } = prototype;
  const placeOf = (site: CallSite): Place =>
    mapPlace({
      file: getFileName.call(site),
      line: getLineNumber.call(site),
      column: getColumnNumber.call(site),
    });
  const methods: Record<string, unknown> & ThisType<CallSite> = {
    getFileName() {
      return placeOf(this).file;
    },
    getLineNumber() {
      return placeOf(this).line;
    },
    getColumnNumber() {
      return placeOf(this).column;
    },
    getThis: () => undefined,
    getTypeName: () => null,
    getMethodName: () => null,
    getEvalOrigin: () => undefined,
    getPromiseIndex: () => null,
    getScriptNameOrSourceURL() {
      return this.getFileName();
    },
    getEnclosingLineNumber() {
      return this.getLineNumber();
    },
    getEnclosingColumnNumber() {
      return this.getColumnNumber();
    },
    isToplevel: () => true,
    isEval: () => false,
    isAsync: () => false,
    isPromiseAll: () => false,
    toString() {
      const place = this.isNative()
        ? 'native'
        : `${this.getFileName()}:${this.getLineNumber()}:${this.getColumnNumber()}`;
      const name = this.getFunctionName();
      return name ? `${name} (${place})` : place;
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    if (REPLACED.includes(name) || !(name in prototype)) {
      Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
    }
  }
}

let installed = false;

/** Makes `error.stack`, `Error.captureStackTrace` and call sites what they are in Node. Once, before any other code; nothing where the engine is V8. */
export function installErrorStacks(): void {
  const accessor = Object.getOwnPropertyDescriptor(Error.prototype, 'stack');
  if (installed || accessor?.get === undefined || !isFrames(new Error('probe').stack)) return;
  const { get, set } = accessor;
  installed = true;
  leaveStackHeaders();
  Object.defineProperty(Error.prototype, 'stack', {
    get(this: object) {
      return settle(this, get.call(this));
    },
    set(this: object, value: unknown) {
      if (this === Error.prototype) set?.call(this, value);
      else defineHidden(this, 'stack', value);
    },
    configurable: true,
    enumerable: false,
  });
  const capture = engine.captureStackTrace;
  Object.defineProperty(Error, 'captureStackTrace', {
    value: function captureStackTrace(target: object, caller?: unknown): void {
      capture(target, caller ?? captureStackTrace);
      const raw: unknown = Object.getOwnPropertyDescriptor(target, 'stack')?.value;
      if (!isFrames(raw)) return;
      const descriptor = {
        __proto__: null,
        get: () => settle(target, raw),
        set: (value: unknown) => defineHidden(target, 'stack', value),
        configurable: true,
        enumerable: false,
      };
      Object.defineProperty(target, 'stack', descriptor as PropertyDescriptor);
    },
    writable: true,
    configurable: true,
  });
  extendCallSites();
}
