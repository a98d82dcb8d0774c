/**
 * The object `process`. Whatever differs from run to run is read when it is first asked for.
 *
 * https://nodejs.org/api/process.html
 */
import { isAbsolute, resolve } from '../../path.ts';
import { activeHandles, activeRequests, activeResources } from '../active-resources.ts';
import { ERR_ASSERTION, genericNodeError } from '../errors.ts';
import { type Emitter, EventEmitter } from '../events/emitter.ts';
import { instanceInfo } from '../instance.ts';
import { nextTick, setBeforeExit } from '../loop.ts';
import { builtinExports, builtinOf } from '../modules/builtins.ts';
import { setMultipleResolves } from '../promises/hooks.ts';
import { format } from '../util/inspect.ts';
import {
  parseFileMode,
  validateBoolean,
  validateFunction,
  validateString,
  validateStringWithoutNullBytes,
} from '../validators.ts';
import { setters } from './credentials.ts';
import { currentDirectory, setCurrentDirectory, setDirectorySource } from './cwd.ts';
import { deprecation, emitWarning, type ProcessWarning, printWarning, setWarningSink } from './emit-warning.ts';
import { env } from './environment.ts';
import { checkExitCode, type Ending, emitExit, exit, reallyExit } from './exit.ts';
import { argv, features, ids, unavailable, versions } from './facts.ts';
import { makeFinalization } from './finalization.ts';
import { setProcessHooks } from './lifecycle.ts';
import { kill, signalProcess } from './signals.ts';
import { writeStderr } from './stderr.ts';
import { getStderrStream, getStdinStream, getStdoutStream } from './stdio.ts';
import { hrtime, uptime } from './time.ts';
import { hasUncaughtExceptionCaptureCallback, offer, setUncaughtExceptionCaptureCallback } from './uncaught.ts';
import { availableMemory, constrainedMemory, cpuUsage, memoryUsage, resourceUsage, threadCpuUsage } from './usage.ts';

/** What keeps the loop alive, or not. https://nodejs.org/api/process.html#processrefmayberefable */
const kRef: unique symbol = Symbol.for('nodejs.ref') as never;
const kUnref: unique symbol = Symbol.for('nodejs.unref') as never;
interface Referable {
  [kRef]?: () => void;
  [kUnref]?: () => void;
  ref?: () => void;
  unref?: () => void;
}

type Process = Ending & Record<string, unknown> & { readonly pid: number; exit(code?: unknown): never };

/** The usual mask of new files. */
const UMASK = 0o22;

let exitCode: number | string | null | undefined;

const warnOfAssert = /* @__PURE__ */ deprecation(
  'process.assert() is deprecated. Please use the `assert` module instead.',
  'DEP0100',
);

const methods = {
  cwd: currentDirectory,
  chdir(directory: string): void {
    validateStringWithoutNullBytes(directory, 'directory');
    setCurrentDirectory(isAbsolute(directory) ? resolve(directory) : resolve(currentDirectory(), directory));
  },
  nextTick(callback: (...args: never[]) => void, ...args: unknown[]): void {
    validateFunction(callback, 'callback');
    if (!process._exiting) nextTick(callback, ...args);
  },
  hrtime,
  uptime,
  emitWarning,
  exit(code?: unknown): never {
    return exit(process, code);
  },
  reallyExit,
  abort(): never {
    // What a program that aborts leaves is the status of SIGABRT.
    return reallyExit(134);
  },
  kill(pid: unknown, signal?: unknown): true {
    return kill(process, pid, signal);
  },
  /** Signals by numbers; what `kill` calls, so that a program may put another in its place. */
  _kill(pid: number, signal: number): number {
    return signalProcess(process, pid, signal);
  },
  umask(mask?: unknown): number {
    // The host's mask is its own: the program may only say what is so anyway.
    if (mask !== undefined && parseFileMode(mask, 'mask') !== UMASK) return unavailable('umask()')();
    return UMASK;
  },
  setUncaughtExceptionCaptureCallback,
  hasUncaughtExceptionCaptureCallback,
  memoryUsage,
  cpuUsage,
  threadCpuUsage,
  resourceUsage,
  availableMemory,
  constrainedMemory,
  /** Deprecated. */
  assert(value: unknown, message?: string): void {
    warnOfAssert();
    if (!value) throw new ERR_ASSERTION(message || 'assertion error');
  },
  /** Prints past `console` and the streams. */
  _rawDebug(...args: unknown[]): void {
    writeStderr(`${format(...args)}\n`);
  },
  /** The builtin of that name, where the program was built with all of them. */
  getBuiltinModule(id: string): unknown {
    validateString(id, 'id');
    const name = builtinOf(id);
    return name === undefined ? undefined : builtinExports(name);
  },
  loadEnvFile: unavailable('loadEnvFile'),
  dlopen: unavailable('dlopen'),
  binding(name: string): never {
    throw genericNodeError(`No such module: ${name}`, { code: 'ERR_INVALID_MODULE' });
  },
  getActiveResourcesInfo: activeResources,
  /** Deprecated. */
  _getActiveHandles: activeHandles,
  /** Deprecated. */
  _getActiveRequests: activeRequests,
  setSourceMapsEnabled(enabled: unknown): void {
    validateBoolean(enabled, 'enabled');
    if (enabled) unavailable('setSourceMapsEnabled')();
  },
  ref(handle?: Referable): void {
    (handle?.[kRef] ?? handle?.ref)?.call(handle);
  },
  unref(handle?: Referable): void {
    (handle?.[kUnref] ?? handle?.unref)?.call(handle);
  },
  ...ids,
  ...setters,
};

/** Properties that are read from the host when they are first used; the program may set those that are `writable`. */
const facts: Record<string, { get(): unknown; writable?: boolean }> = {
  argv: { get: argv, writable: true },
  argv0: { get: () => 'node', writable: true },
  execPath: { get: () => instanceInfo().execPath, writable: true },
  execArgv: { get: () => [], writable: true },
  title: { get: () => 'node', writable: true },
  pid: { get: () => instanceInfo().pid, writable: true },
  ppid: { get: () => instanceInfo().ppid },
  platform: { get: () => instanceInfo().platform },
  arch: { get: () => instanceInfo().arch },
  version: { get: () => instanceInfo().nodeVersion },
  versions: { get: versions },
  release: { get: () => ({ name: 'node' }) },
  // What programs ask of it: `Intl` is there.
  config: {
    get: () =>
      Object.freeze({
        target_defaults: Object.freeze({}),
        variables: Object.freeze({
          v8_enable_i18n_support: 1,
          node_module_version: Number(versions()['modules']),
        }),
      }),
  },
  debugPort: { get: () => 9229, writable: true },
  allowedNodeEnvironmentFlags: { get: () => Object.freeze(new Set<string>()) },
  stdin: { get: getStdinStream },
  stdout: { get: getStdoutStream },
  stderr: { get: getStderrStream },
};

function defineFacts(target: object): void {
  for (const [name, { get, writable = false }] of Object.entries(facts)) {
    let value: unknown;
    let known = false;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: true,
      get() {
        if (!known) {
          value = get();
          known = true;
        }
        return value;
      },
      set: writable
        ? (newValue: unknown) => {
            if (name === 'title') validateString(newValue, 'title');
            value = newValue;
            known = true;
          }
        : undefined,
    } as PropertyDescriptor);
  }
}

const warnOfMultiple = /* @__PURE__ */ deprecation('The multipleResolves event has been deprecated.', 'DEP0160');

/** Some events cost something: they are watched for once somebody listens. */
function onNewListener(event: unknown): void {
  if (event !== 'multipleResolves') return;
  warnOfMultiple();
  setMultipleResolves((type, promise, value) => {
    // Not within the executor, which would catch what a listener throws.
    nextTick(() => process.emit('multipleResolves', type, promise, value));
  });
}

/** The `warning` listener that prints; a program may take it off. */
function onWarning(warning: ProcessWarning): void {
  printWarning(warning, process.pid);
}

function createProcess(): Process {
  const constructor = function process(): void {};
  const prototype = Object.create(EventEmitter.prototype as object, {
    constructor: { value: constructor, writable: true, configurable: true, enumerable: false },
  });
  constructor.prototype = prototype;
  const created = Object.create(prototype, {
    [Symbol.toStringTag]: { value: 'process', configurable: false, writable: true, enumerable: false },
  }) as Process;
  EventEmitter.call(created);
  defineFacts(created);
  Object.assign(created, methods, { env, features, _exiting: false });
  Object.defineProperty(created, 'exitCode', {
    enumerable: true,
    configurable: false,
    get: () => exitCode,
    set(value: number | string | null | undefined) {
      checkExitCode(value);
      exitCode = value;
    },
  });
  Object.assign(created, { finalization: makeFinalization(created as unknown as Emitter) });
  created.on('newListener', onNewListener);
  created.on('warning', onWarning);
  return created;
}

const process: Process = createProcess();

setProcessHooks({
  uncaught: (error, origin, promise) => offer(process as never, error, origin, promise),
  rejectionHandled: (promise) => {
    process.emit('rejectionHandled', promise);
  },
  exit: (code) => emitExit(process, code),
});
setDirectorySource(() => (process['cwd'] as () => string)());
setBeforeExit(() => {
  process.emit('beforeExit', Number(exitCode ?? 0));
});
setWarningSink({
  get noDeprecation() {
    return Boolean(process['noDeprecation']);
  },
  get throwDeprecation() {
    return Boolean(process['throwDeprecation']);
  },
  get traceDeprecation() {
    return Boolean(process['traceDeprecation']);
  },
  get traceWarnings() {
    return Boolean(process['traceWarnings']);
  },
  emit(warning) {
    process.emit('warning', warning);
  },
  write(text) {
    (process['stderr'] as { write(text: string): void }).write(text);
  },
});

export default process as unknown as NodeJS.Process;
