import { ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { type ByobRequestCore, createByobRequest, createByteController } from './readable-byte-facade.ts';
import {
  closeStream,
  errorStream,
  type ReadableControllerCore,
  type ReadableCore,
  type ReadIntoRequest,
  type ReadRequest,
} from './readable-core.ts';
import type { ReadableAlgorithms } from './readable-default.ts';
import { invalidState, promised, react } from './support.ts';

type ViewConstructor = new (buffer: ArrayBuffer, offset: number, length: number) => ArrayBufferView;

/** A buffer that waits to be filled. */
export interface PullInto {
  buffer: ArrayBuffer;
  bufferByteLength: number;
  byteOffset: number;
  byteLength: number;
  bytesFilled: number;
  minimumFill: number;
  elementSize: number;
  viewConstructor: ViewConstructor;
  readerType: 'default' | 'byob' | 'none';
}

interface Chunk {
  buffer: ArrayBuffer;
  byteOffset: number;
  byteLength: number;
}

/**
 * The inside of a ReadableByteStreamController.
 * Source: Streams Standard, 4.7 and 4.9.5, whose steps the methods follow one by one.
 */
export class ReadableByteCore implements ReadableControllerCore {
  readonly facade: object;
  readonly stream: ReadableCore;
  closeRequested = false;
  pending: PullInto[] = [];
  readonly #highWaterMark: number;
  readonly #autoAllocate: number | undefined;
  #queue: Chunk[] = [];
  #total = 0;
  #algorithms: ReadableAlgorithms | undefined;
  #started = false;
  #pulling = false;
  #pullAgain = false;
  #byobRequest: ByobRequestCore | undefined;

  constructor(
    stream: ReadableCore,
    algorithms: ReadableAlgorithms,
    highWaterMark: number,
    autoAllocate: number | undefined,
  ) {
    this.stream = stream;
    this.#algorithms = algorithms;
    this.#highWaterMark = highWaterMark;
    this.#autoAllocate = autoAllocate;
    this.facade = createByteController(this);
    stream.controller = this;
  }

  /** Begins to pull once the source has started. */
  startAfter(result: unknown): void {
    react(
      promised(result),
      () => {
        this.#started = true;
        this.#pullIfNeeded();
      },
      (reason) => this.error(reason),
    );
  }

  get desiredSize(): number | null {
    if (this.stream.state === 'errored') return null;
    return this.stream.state === 'closed' ? 0 : this.#highWaterMark - this.#total;
  }

  get canCloseOrEnqueue(): boolean {
    return !this.closeRequested && this.stream.state === 'readable';
  }

  /** The request to fill the first waiting buffer, made when it is asked for. */
  get byobRequest(): ByobRequestCore | undefined {
    const first = this.pending[0];
    if (!this.#byobRequest && first) {
      const view = new Uint8Array(
        first.buffer,
        first.byteOffset + first.bytesFilled,
        first.byteLength - first.bytesFilled,
      );
      this.#byobRequest = createByobRequest(this, view);
    }
    return this.#byobRequest;
  }

  close(): void {
    if (!this.canCloseOrEnqueue) return;
    if (this.#total > 0) {
      this.closeRequested = true;
      return;
    }
    const first = this.pending[0];
    if (first && first.bytesFilled % first.elementSize !== 0) {
      const reason = invalidState('Partial read');
      this.error(reason);
      throw reason;
    }
    this.#algorithms = undefined;
    closeStream(this.stream);
  }

  enqueue(chunk: ArrayBufferView): void {
    if (!this.canCloseOrEnqueue) return;
    const { byteOffset, byteLength } = chunk;
    const buffer = transfer(chunk.buffer as ArrayBuffer);
    const first = this.pending[0];
    if (first) {
      if (first.buffer.detached) throw invalidState('Destination ArrayBuffer is detached');
      this.#invalidateByobRequest();
      first.buffer = transfer(first.buffer);
      if (first.readerType === 'none') this.#enqueueDetached(first);
    }
    const { reader } = this.stream;
    if (reader && !reader.byob) {
      while (reader.requests.length > 0 && this.#total > 0) this.#fillRequest(reader.requests.shift() as ReadRequest);
      const request = reader.requests.shift();
      if (request) {
        this.pending.shift();
        request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
      } else this.#push(buffer, byteOffset, byteLength);
    } else {
      this.#push(buffer, byteOffset, byteLength);
      if (reader) this.#commitAll(this.#fillPending());
    }
    this.#pullIfNeeded();
  }

  error(reason: unknown): void {
    if (this.stream.state !== 'readable') return;
    this.#clear();
    this.#algorithms = undefined;
    errorStream(this.stream, reason);
  }

  pull(request: ReadRequest): void {
    if (this.#total > 0) {
      this.#fillRequest(request);
      return;
    }
    if (this.#autoAllocate !== undefined) {
      const length = this.#autoAllocate;
      try {
        this.pending.push(pullInto(new ArrayBuffer(length), 0, length, 1, 1, Uint8Array, 'default'));
      } catch (error) {
        request.error(error);
        return;
      }
    }
    this.stream.reader?.requests.push(request);
    this.#pullIfNeeded();
  }

  /** A read into the caller's buffer. */
  pullInto(view: ArrayBufferView, min: number, request: ReadIntoRequest): void {
    const elementSize = (view as Uint8Array).BYTES_PER_ELEMENT ?? 1;
    const viewConstructor = view.constructor as ViewConstructor;
    const { byteOffset, byteLength } = view;
    let into: PullInto;
    try {
      const buffer = transfer(view.buffer as ArrayBuffer);
      into = pullInto(buffer, byteOffset, byteLength, min * elementSize, elementSize, viewConstructor, 'byob');
    } catch (error) {
      request.error(error);
      return;
    }
    const waits = this.stream.reader?.intoRequests as ReadIntoRequest[];
    if (this.pending.length > 0) {
      this.pending.push(into);
      waits.push(request);
      return;
    }
    if (this.stream.state === 'closed') {
      request.close(new viewConstructor(into.buffer, into.byteOffset, 0));
      return;
    }
    if (this.#total > 0) {
      if (this.#fill(into)) {
        const filled = filledView(into);
        this.#afterDrain();
        request.chunk(filled);
        return;
      }
      if (this.closeRequested) {
        const reason = invalidState('ReadableStream closed');
        this.error(reason);
        request.error(reason);
        return;
      }
    }
    this.pending.push(into);
    waits.push(request);
    this.#pullIfNeeded();
  }

  /** The source has written `bytesWritten` bytes into the first waiting buffer. */
  respond(bytesWritten: number): void {
    const first = this.pending[0] as PullInto;
    this.#checkResponse(first, bytesWritten);
    first.buffer = transfer(first.buffer);
    this.#respond(bytesWritten, first);
  }

  /** As `respond`, with the bytes in a view of the same memory that the source has transferred. */
  respondWithNewView(view: ArrayBufferView): void {
    const first = this.pending[0] as PullInto;
    const { byteLength } = view;
    this.#checkResponse(first, byteLength);
    if (first.byteOffset + first.bytesFilled !== view.byteOffset || first.bufferByteLength !== view.buffer.byteLength) {
      throw new ERR_INVALID_ARG_VALUE.RangeError('view', view);
    }
    first.buffer = transfer(view.buffer as ArrayBuffer);
    this.#respond(byteLength, first);
  }

  cancel(reason: unknown): Promise<void> {
    this.#clear();
    const algorithms = this.#algorithms as ReadableAlgorithms;
    this.#algorithms = undefined;
    return algorithms.cancel(reason) as Promise<void>;
  }

  release(): void {
    const first = this.pending[0];
    if (!first) return;
    first.readerType = 'none';
    this.pending = [first];
  }

  #checkResponse(first: PullInto, length: number): void {
    if (this.stream.state === 'closed') {
      if (length !== 0) throw invalidState('Controller is already closed');
    } else if (length === 0) throw invalidState('Controller cannot be closed with a zero-length response');
    else if (first.bytesFilled + length > first.byteLength)
      throw new ERR_INVALID_ARG_VALUE.RangeError('bytesWritten', length);
  }

  #respond(bytesWritten: number, first: PullInto): void {
    this.#invalidateByobRequest();
    if (this.stream.state === 'closed') this.#respondClosed(first);
    else this.#respondReadable(bytesWritten, first);
    this.#pullIfNeeded();
  }

  #respondClosed(first: PullInto): void {
    if (first.readerType === 'none') this.pending.shift();
    const { reader } = this.stream;
    if (reader?.byob) this.#commitAll(this.pending.splice(0, reader.intoRequests.length));
  }

  #respondReadable(bytesWritten: number, into: PullInto): void {
    into.bytesFilled += bytesWritten;
    if (into.readerType === 'none') {
      this.#enqueueDetached(into);
      this.#commitAll(this.#fillPending());
      return;
    }
    if (into.bytesFilled < into.minimumFill) return;
    this.pending.shift();
    const remainder = into.bytesFilled % into.elementSize;
    if (remainder > 0) {
      const end = into.byteOffset + into.bytesFilled;
      this.#pushCopy(into.buffer, end - remainder, remainder);
    }
    into.bytesFilled -= remainder;
    this.#commitAll([into, ...this.#fillPending()]);
  }

  #commitAll(filled: readonly PullInto[]): void {
    const closed = this.stream.state === 'closed';
    for (const into of filled) {
      const { reader } = this.stream;
      const view = filledView(into);
      if (into.readerType === 'default') {
        const request = reader?.requests.shift();
        if (closed) request?.close();
        else request?.chunk(view);
      } else {
        const request = reader?.intoRequests.shift();
        if (closed) request?.close(view);
        else request?.chunk(view);
      }
    }
  }

  /** Fills waiting buffers from the queue; gives those that have enough. */
  #fillPending(): PullInto[] {
    const filled: PullInto[] = [];
    while (this.pending.length > 0 && this.#total > 0) {
      const first = this.pending[0] as PullInto;
      if (!this.#fill(first)) continue;
      this.pending.shift();
      filled.push(first);
    }
    return filled;
  }

  /** Copies from the queue into the buffer; whether it has its minimum now. */
  #fill(into: PullInto): boolean {
    let left = Math.min(this.#total, into.byteLength - into.bytesFilled);
    const most = into.bytesFilled + left;
    const aligned = most - (most % into.elementSize);
    const ready = aligned >= into.minimumFill;
    if (ready) left = aligned - into.bytesFilled;
    const target = new Uint8Array(into.buffer);
    while (left > 0) {
      const head = this.#queue[0] as Chunk;
      const count = Math.min(left, head.byteLength);
      target.set(new Uint8Array(head.buffer, head.byteOffset, count), into.byteOffset + into.bytesFilled);
      if (count === head.byteLength) this.#queue.shift();
      else {
        head.byteOffset += count;
        head.byteLength -= count;
      }
      this.#total -= count;
      into.bytesFilled += count;
      left -= count;
    }
    return ready;
  }

  #fillRequest(request: ReadRequest): void {
    const { buffer, byteOffset, byteLength } = this.#queue.shift() as Chunk;
    this.#total -= byteLength;
    this.#afterDrain();
    request.chunk(new Uint8Array(buffer, byteOffset, byteLength));
  }

  #afterDrain(): void {
    if (this.#total === 0 && this.closeRequested) {
      this.#algorithms = undefined;
      closeStream(this.stream);
    } else this.#pullIfNeeded();
  }

  #enqueueDetached(into: PullInto): void {
    if (into.bytesFilled > 0) this.#pushCopy(into.buffer, into.byteOffset, into.bytesFilled);
    this.pending.shift();
  }

  #pushCopy(buffer: ArrayBuffer, byteOffset: number, byteLength: number): void {
    this.#push(buffer.slice(byteOffset, byteOffset + byteLength), 0, byteLength);
  }

  #push(buffer: ArrayBuffer, byteOffset: number, byteLength: number): void {
    this.#queue.push({ buffer, byteOffset, byteLength });
    this.#total += byteLength;
  }

  #clear(): void {
    this.#invalidateByobRequest();
    this.pending = [];
    this.#queue = [];
    this.#total = 0;
  }

  #invalidateByobRequest(): void {
    if (!this.#byobRequest) return;
    this.#byobRequest.controller = undefined;
    this.#byobRequest.view = null;
    this.#byobRequest = undefined;
  }

  #shouldPull(): boolean {
    if (!this.canCloseOrEnqueue || !this.#started) return false;
    const { reader } = this.stream;
    if (reader && (reader.requests.length > 0 || reader.intoRequests.length > 0)) return true;
    return (this.desiredSize as number) > 0;
  }

  #pullIfNeeded(): void {
    if (!this.#shouldPull()) return;
    if (this.#pulling) {
      this.#pullAgain = true;
      return;
    }
    this.#pulling = true;
    react(
      (this.#algorithms as ReadableAlgorithms).pull(),
      () => {
        this.#pulling = false;
        if (!this.#pullAgain) return;
        this.#pullAgain = false;
        this.#pullIfNeeded();
      },
      (reason) => this.error(reason),
    );
  }
}

function pullInto(
  buffer: ArrayBuffer,
  byteOffset: number,
  byteLength: number,
  minimumFill: number,
  elementSize: number,
  viewConstructor: ViewConstructor,
  readerType: PullInto['readerType'],
): PullInto {
  const bufferByteLength = buffer.byteLength;
  return {
    buffer,
    bufferByteLength,
    byteOffset,
    byteLength,
    bytesFilled: 0,
    minimumFill,
    elementSize,
    viewConstructor,
    readerType,
  };
}

function filledView(into: PullInto): ArrayBufferView {
  return new into.viewConstructor(transfer(into.buffer), into.byteOffset, into.bytesFilled / into.elementSize);
}

/** The same memory under a new buffer; the old one is detached. Throws a TypeError where it was already. */
function transfer(buffer: ArrayBuffer): ArrayBuffer {
  if (buffer.detached) throw invalidState('ArrayBuffer is detached');
  return buffer.transfer();
}
