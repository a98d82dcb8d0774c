/**
 * The frames of a message channel: lines of JSON, or V8's serialization format behind a length of four bytes.
 *
 * https://nodejs.org/api/child_process.html#advanced-serialization
 */
import { Buffer } from '../buffer/buffer.ts';
import { deserializeMessage, serializeMessage } from './advanced.ts';

/** Turns messages into bytes, and the bytes of the other side into messages. */
export interface MessageCodec {
  /** The frame of a message. */
  encode(message: unknown): Uint8Array;
  /** The messages that `bytes` complete, in their order. */
  decode(bytes: Uint8Array): unknown[];
  /** Whether part of a message has come and the rest has not. */
  readonly buffering: boolean;
}

const NEWLINE = 0x0a;

/** Bytes that wait for the rest of their frame. */
class Pending {
  #parts: Uint8Array[] = [];
  length = 0;

  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.length += bytes.length;
  }

  /** All of it as one piece, which stays. */
  get whole(): Uint8Array {
    if (this.#parts.length !== 1) this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0] as Uint8Array;
  }

  /** Takes all of it. */
  take(): Uint8Array {
    const { whole } = this;
    this.#parts = [];
    this.length = 0;
    return whole;
  }
}

/** `serialization: 'json'`. */
export class JsonCodec implements MessageCodec {
  readonly #pending = new Pending();

  get buffering(): boolean {
    return this.#pending.length > 0;
  }

  encode(message: unknown): Uint8Array {
    return Buffer.from(`${JSON.stringify(message)}\n`);
  }

  decode(bytes: Uint8Array): unknown[] {
    const messages: unknown[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      this.#pending.push(bytes.subarray(start, end));
      const line = this.#pending.length === 0 ? '' : toText(this.#pending.take());
      messages.push(JSON.parse(line));
      start = end + 1;
    }
    this.#pending.push(bytes.subarray(start));
    return messages;
  }
}

function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** `serialization: 'advanced'`. */
export class AdvancedCodec implements MessageCodec {
  readonly #pending = new Pending();

  get buffering(): boolean {
    return this.#pending.length > 0;
  }

  encode(message: unknown): Uint8Array {
    const body = serializeMessage(message);
    const frame = new Uint8Array(body.length + 4);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, 4);
    return frame;
  }

  decode(bytes: Uint8Array): unknown[] {
    const messages: unknown[] = [];
    const pending = this.#pending;
    pending.push(bytes);
    // The parts are joined only when a whole frame is there.
    while (pending.length >= 4 && pending.length >= this.#frameLength()) {
      const length = this.#frameLength();
      const whole = pending.take();
      messages.push(deserializeMessage(whole.subarray(4, length)));
      pending.push(whole.subarray(length));
      this.#length = undefined;
    }
    return messages;
  }

  #length: number | undefined;

  #frameLength(): number {
    if (this.#length === undefined) {
      const { whole } = this.#pending;
      this.#length = new DataView(whole.buffer, whole.byteOffset).getUint32(0) + 4;
    }
    return this.#length;
  }
}
