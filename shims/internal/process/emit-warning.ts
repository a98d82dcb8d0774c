/**
 * `process.emitWarning`, apart from `process`, so that whoever warns does not carry all of it.
 *
 * https://nodejs.org/api/process.html#processemitwarningwarning-options
 */
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { validateString } from '../validators.ts';
import { writeStderr } from './stderr.ts';

/** A warning, as `process.on('warning')` gets it. */
export interface ProcessWarning extends Error {
  code?: string | undefined;
  detail?: string | undefined;
}

/** What `process` adds once it is in use: its flags and its `warning` event. */
export interface WarningSink {
  readonly noDeprecation: boolean;
  readonly throwDeprecation: boolean;
  readonly traceDeprecation: boolean;
  readonly traceWarnings: boolean;
  emit(warning: ProcessWarning): void;
  /** Prints, where the program sees it. */
  write(text: string): void;
}

let sink: WarningSink | undefined;
let explainedTrace = false;

/** Connects the warnings to `process`. */
export function setWarningSink(newSink: WarningSink): void {
  sink = newSink;
}

/** Prints a warning as Node does, on standard error. */
export function printWarning(warning: ProcessWarning, pid: number): void {
  if (!(warning instanceof Error)) return;
  const isDeprecation = warning.name === 'DeprecationWarning';
  if (isDeprecation && sink?.noDeprecation) return;
  const trace = sink?.traceWarnings || (isDeprecation && sink?.traceDeprecation);
  let text = `(node:${pid}) `;
  if (warning.code) text += `[${warning.code}] `;
  if (trace && warning.stack) text += stackOf(warning);
  else text += textOf(warning);
  if (typeof warning.detail === 'string') text += `\n${warning.detail}`;
  if (!trace && !explainedTrace) {
    const flag = isDeprecation ? '--trace-deprecation' : '--trace-warnings';
    text += `\n(Use \`node ${flag} ...\` to show where the warning was created)`;
    explainedTrace = true;
  }
  if (sink === undefined) writeStderr(`${text}\n`);
  else sink.write(`${text}\n`);
}

/** The program's own `toString` may fail. */
function textOf(warning: ProcessWarning): string {
  if (typeof warning.toString === 'function') {
    try {
      return String(warning);
    } catch {
      // Then as any error.
    }
  }
  return Error.prototype.toString.call(warning);
}

/** The stack with its headline, which the guest engine leaves out. */
function stackOf(error: Error): string {
  const stack = error.stack ?? '';
  const head = String(error);
  return stack.startsWith(head) ? stack : `${head}\n${stack}`;
}

/** Options of `emitWarning`. */
export interface WarningOptions {
  type?: string;
  code?: string;
  detail?: string;
  ctor?: unknown;
}

/**
 * Emits a warning at the next tick.
 * @param warning the message, or the error itself.
 * @param typeOrOptions its name, default `Warning`.
 * @throws ERR_INVALID_ARG_TYPE
 */
export function emitWarning(warning: unknown, typeOrOptions?: unknown, codeOrCtor?: unknown, ctor?: unknown): void {
  let type: unknown = typeOrOptions;
  let code: unknown = codeOrCtor;
  let detail: unknown;
  if (type !== null && typeof type === 'object' && !Array.isArray(type)) {
    const options = type as WarningOptions;
    ctor = options.ctor;
    code = options.code;
    if (typeof options.detail === 'string') detail = options.detail;
    type = options.type || 'Warning';
  } else if (typeof type === 'function') {
    ctor = type;
    code = '';
    type = 'Warning';
  }
  if (type !== undefined) validateString(type, 'type');
  if (typeof code === 'function') {
    ctor = code;
    code = undefined;
  } else if (code !== undefined) validateString(code, 'code');
  let error: ProcessWarning;
  if (typeof warning === 'string') error = makeWarning(warning, type, code, ctor, detail);
  else if (warning instanceof Error) error = warning;
  else throw new ERR_INVALID_ARG_TYPE('warning', ['Error', 'string'], warning);
  if (error.name === 'DeprecationWarning') {
    if (sink?.noDeprecation) return;
    if (sink?.throwDeprecation) {
      nextTick(() => {
        throw error;
      });
      return;
    }
  }
  nextTick(dispatch, error);
}

function dispatch(warning: ProcessWarning): void {
  if (sink !== undefined) sink.emit(warning);
  else printWarning(warning, 0);
}

function makeWarning(text: string, type: unknown, code: unknown, ctor: unknown, detail: unknown): ProcessWarning {
  const warning: ProcessWarning = new Error(text);
  warning.name = String(type || 'Warning');
  if (code !== undefined) warning.code = code as string;
  if (detail !== undefined) warning.detail = detail as string;
  const capture = (Error as { captureStackTrace?: (target: object, above?: unknown) => void }).captureStackTrace;
  capture?.(warning, typeof ctor === 'function' ? ctor : emitWarning);
  return warning;
}

/** A function that emits the same deprecation once. */
export function deprecation(message: string, code: string): () => void {
  let warned = false;
  return () => {
    if (warned) return;
    warned = true;
    emitWarning(message, 'DeprecationWarning', code, deprecation);
  };
}
