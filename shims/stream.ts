/**
 * `node:stream`.
 *
 * https://nodejs.org/api/stream.html
 */
import { asBuffer } from './internal/buffer/fast-buffer.ts';
import { ERR_ILLEGAL_CONSTRUCTOR } from './internal/errors.ts';
import { addAbortSignal } from './internal/streams/add-abort-signal.ts';
import { compose } from './internal/streams/compose.ts';
import { destroyer as destroy } from './internal/streams/destroy.ts';
import { Duplex as CoreDuplex } from './internal/streams/duplex.ts';
import { duplexPair } from './internal/streams/duplex-pair.ts';
import { duplexify } from './internal/streams/duplexify.ts';
import { eos } from './internal/streams/end-of-stream.ts';
import { from } from './internal/streams/from.ts';
import { Stream as LegacyStream } from './internal/streams/legacy.ts';
import { promiseReturningOperators, streamReturningOperators } from './internal/streams/operators.ts';
import { pipeline as pipelineWithCallback } from './internal/streams/pipeline.ts';
import { Readable as CoreReadable } from './internal/streams/readable.ts';
import { ReadableState } from './internal/streams/readable-state.ts';
import { getDefaultHighWaterMark, setDefaultHighWaterMark } from './internal/streams/state.ts';
import { PassThrough, Transform } from './internal/streams/transform.ts';
import { isDestroyed, isDisturbed, isErrored, isReadable, isWritable } from './internal/streams/utils.ts';
import {
  duplexFromWeb,
  duplexToWeb,
  readableFromWeb,
  readableToWeb,
  writableFromWeb,
  writableToWeb,
} from './internal/streams/web-adapters.ts';
import { Writable as CoreWritable } from './internal/streams/writable.ts';
import { WritableState } from './internal/streams/writable-state.ts';
import promises from './stream/promises.ts';

type NodeStreamModule = typeof import('node:stream');

const customPromisify = Symbol.for('nodejs.util.promisify.custom');

/** The operators as methods: those that give a stream wrap what they iterate. */
function operatorMethods(): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  const define = (name: string, operator: (...args: never[]) => unknown, wrap: (result: unknown) => unknown): void => {
    const method = function (this: unknown, ...args: never[]): unknown {
      if (new.target) throw new ERR_ILLEGAL_CONSTRUCTOR();
      return wrap(Reflect.apply(operator, this, args));
    };
    Object.defineProperty(method, 'name', { value: name });
    Object.defineProperty(method, 'length', { value: operator.length });
    methods[name] = method;
  };
  for (const [name, operator] of Object.entries(streamReturningOperators)) {
    define(name, operator as never, (iterable) => from(CoreReadable as never, iterable));
  }
  for (const [name, operator] of Object.entries(promiseReturningOperators)) {
    define(name, operator as never, (promise) => promise);
  }
  return methods;
}

function withOperators(): NodeStreamModule['Readable'] {
  for (const [name, value] of Object.entries(operatorMethods())) {
    Object.defineProperty(CoreReadable.prototype, name, {
      value,
      enumerable: false,
      configurable: true,
      writable: true,
    });
  }
  return Object.assign(CoreReadable, {
    ReadableState,
    from: (iterable: unknown, options?: object) => from(CoreReadable as never, iterable, options),
    fromWeb: readableFromWeb,
    toWeb: readableToWeb,
    wrap(source: { readableObjectMode?: boolean; objectMode?: boolean }, options?: object) {
      return new CoreReadable({
        objectMode: source.readableObjectMode ?? source.objectMode ?? true,
        ...options,
        destroy(error, callback) {
          destroy(source, error);
          callback(error);
        },
      }).wrap(source as never);
    },
  }) as unknown as NodeStreamModule['Readable'];
}

export const Readable = /* @__PURE__ */ withOperators();
export const Writable = /* @__PURE__ */ Object.assign(CoreWritable, {
  WritableState,
  fromWeb: writableFromWeb,
  toWeb: writableToWeb,
}) as unknown as NodeStreamModule['Writable'];
export const Duplex = /* @__PURE__ */ Object.assign(CoreDuplex, {
  from: (body: unknown) => duplexify(body, 'body'),
  fromWeb: duplexFromWeb,
  toWeb: duplexToWeb,
}) as unknown as NodeStreamModule['Duplex'];
export const pipeline = /* @__PURE__ */ Object.defineProperty(pipelineWithCallback, customPromisify, {
  enumerable: true,
  get: () => promises.pipeline,
}) as unknown as NodeStreamModule['pipeline'];
export const finished = /* @__PURE__ */ Object.defineProperty(eos, customPromisify, {
  enumerable: true,
  get: () => promises.finished,
}) as unknown as NodeStreamModule['finished'];

function isUint8Array(value: unknown): boolean {
  return value instanceof Uint8Array;
}

/** Node's module object: the legacy `Stream` class with everything else as its members. */
const Stream = /* @__PURE__ */ Object.assign(LegacyStream, {
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable,
  isWritable,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  duplexPair,
  pipeline,
  addAbortSignal,
  finished,
  destroy,
  compose,
  setDefaultHighWaterMark,
  getDefaultHighWaterMark,
  promises,
  Stream: LegacyStream,
  _isArrayBufferView: ArrayBuffer.isView,
  _isUint8Array: isUint8Array,
  _uint8ArrayToBuffer: asBuffer,
}) as unknown as NodeStreamModule;

export {
  addAbortSignal,
  compose,
  destroy,
  duplexPair,
  getDefaultHighWaterMark,
  isDestroyed,
  isDisturbed,
  isErrored,
  isReadable,
  isWritable,
  PassThrough,
  promises,
  Stream,
  setDefaultHighWaterMark,
  Transform,
};
export default Stream;
