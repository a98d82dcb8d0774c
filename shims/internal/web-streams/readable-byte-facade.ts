import { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS } from '../errors.ts';
import { webInterface } from '../web-class.ts';
import type { ReadableByteCore } from './readable-byte.ts';
import { invalidState } from './support.ts';

/** The inside of a ReadableStreamBYOBRequest; without a controller it is answered or void. */
export interface ByobRequestCore {
  controller: ReadableByteCore | undefined;
  view: ArrayBufferView | null;
  facade: ReadableStreamBYOBRequest;
}

const construct = Symbol('construct');

export function createByobRequest(controller: ReadableByteCore, view: ArrayBufferView): ByobRequestCore {
  const core: ByobRequestCore = { controller, view, facade: undefined as never };
  core.facade = new ReadableStreamBYOBRequest(construct, core);
  return core;
}

export function createByteController(core: ReadableByteCore): ReadableByteStreamController {
  return new ReadableByteStreamController(construct, core);
}

let requestOf: (request: unknown) => ByobRequestCore;
let coreOf: (controller: unknown) => ReadableByteCore;

/** https://nodejs.org/api/webstreams.html#class-readablestreambyobrequest */
export class ReadableStreamBYOBRequest {
  readonly #core: ByobRequestCore;

  constructor(key: unknown = undefined, core: ByobRequestCore | undefined = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core as ByobRequestCore;
  }

  get view(): ArrayBufferView | null {
    return requestOf(this).view;
  }

  respond(bytesWritten: number): void {
    const { controller, view } = requestOf(this);
    if (!controller || !view) throw invalidState('This BYOB request has been invalidated');
    if ((view.buffer as ArrayBuffer).detached) throw invalidState('Viewed ArrayBuffer is detached');
    const count = Number(bytesWritten);
    if (!(count >= 0) || count > Number.MAX_SAFE_INTEGER)
      throw new TypeError('bytesWritten must be a non-negative integer');
    controller.respond(Math.trunc(count));
  }

  respondWithNewView(view: ArrayBufferView): void {
    const { controller } = requestOf(this);
    if (!ArrayBuffer.isView(view)) throw new ERR_INVALID_ARG_TYPE('view', ['Buffer', 'TypedArray', 'DataView'], view);
    if (!controller) throw invalidState('This BYOB request has been invalidated');
    if ((view.buffer as ArrayBuffer).detached) throw invalidState('Viewed ArrayBuffer is detached');
    controller.respondWithNewView(view);
  }

  static {
    requestOf = (request) => {
      if (typeof request !== 'object' || request === null || !(#core in request)) {
        throw new ERR_INVALID_THIS('ReadableStreamBYOBRequest');
      }
      return request.#core;
    };
  }
}

/** https://nodejs.org/api/webstreams.html#class-readablebytestreamcontroller */
export class ReadableByteStreamController {
  readonly #core: ReadableByteCore;

  constructor(key: unknown = undefined, core: ReadableByteCore | undefined = undefined) {
    if (key !== construct) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core as ReadableByteCore;
  }

  get byobRequest(): ReadableStreamBYOBRequest | null {
    return coreOf(this).byobRequest?.facade ?? null;
  }

  get desiredSize(): number | null {
    return coreOf(this).desiredSize;
  }

  close(): void {
    const core = coreOf(this);
    if (!core.canCloseOrEnqueue) throw invalidState('Controller is already closed');
    core.close();
  }

  enqueue(chunk: ArrayBufferView): void {
    const core = coreOf(this);
    if (!ArrayBuffer.isView(chunk))
      throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], chunk);
    if (chunk.byteLength === 0 || chunk.buffer.byteLength === 0) {
      throw invalidState('chunk ArrayBuffer is zero-length or detached');
    }
    if (!core.canCloseOrEnqueue) throw invalidState('Controller is already closed');
    core.enqueue(chunk);
  }

  error(reason: unknown = undefined): void {
    coreOf(this).error(reason);
  }

  static {
    coreOf = (controller) => {
      if (typeof controller !== 'object' || controller === null || !(#core in controller)) {
        throw new ERR_INVALID_THIS('ReadableByteStreamController');
      }
      return controller.#core;
    };
  }
}

webInterface(ReadableStreamBYOBRequest, 'view', 'respond', 'respondWithNewView');
webInterface(ReadableByteStreamController, 'byobRequest', 'desiredSize', 'close', 'enqueue', 'error');
