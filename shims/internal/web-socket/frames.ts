/** Frames of the WebSocket protocol. Source: RFC 6455, 5. */
import { concatBytes } from '../bytes.ts';

export const TEXT = 1;
export const BINARY = 2;
export const CLOSE = 8;
export const PING = 9;
export const PONG = 10;
const CONTINUATION = 0;

/** One message, or one control frame. */
export interface Message {
  opcode: number;
  data: Uint8Array;
}

/** What the other side sent is no WebSocket protocol; `code` is what to close with. */
export class ProtocolError extends Error {
  readonly code: number;

  constructor(message: string, code = 1002) {
    super(message);
    this.code = code;
  }
}

/** A frame as clients send it: masked, in one piece. @param mask four bytes of chance */
export function encodeFrame(opcode: number, data: Uint8Array, mask: Uint8Array): Uint8Array {
  const { length } = data;
  const extra = length < 126 ? 0 : length < 65536 ? 2 : 8;
  const frame = new Uint8Array(6 + extra + length);
  const view = new DataView(frame.buffer);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127);
  if (extra === 2) view.setUint16(2, length);
  else if (extra === 8) view.setBigUint64(2, BigInt(length));
  frame.set(mask, 2 + extra);
  const start = 6 + extra;
  for (let at = 0; at < length; at++) frame[start + at] = (data[at] as number) ^ (mask[at & 3] as number);
  return frame;
}

/** Puts messages together from the bytes of a server. */
export class FrameParser {
  readonly #maxSize: number;
  #buffer: Uint8Array = new Uint8Array(0);
  #opcode = 0;
  #parts: Uint8Array[] = [];
  #size = 0;

  /** @param maxSize the largest message, in bytes */
  constructor(maxSize: number) {
    this.#maxSize = maxSize;
  }

  /** The messages that are complete with `chunk`. Throws ProtocolError. */
  *push(chunk: Uint8Array): Generator<Message> {
    this.#buffer = this.#buffer.length === 0 ? chunk : concatBytes([this.#buffer, chunk]);
    for (let frame = this.#next(); frame; frame = this.#next()) {
      const message = this.#join(frame);
      if (message) yield message;
    }
  }

  #next(): (Message & { final: boolean }) | undefined {
    const bytes = this.#buffer;
    if (bytes.length < 2) return undefined;
    const [first = 0, second = 0] = bytes;
    const opcode = first & 15;
    const final = (first & 0x80) !== 0;
    const short = second & 127;
    if ((first & 0x70) !== 0) throw new ProtocolError('RSV bits are set');
    if ((second & 0x80) !== 0) throw new ProtocolError('Frame cannot be masked');
    if (opcode > 10 || (opcode > 2 && opcode < 8)) throw new ProtocolError('Invalid opcode received');
    if (opcode >= 8 && (!final || short > 125)) throw new ProtocolError('Control frame is fragmented or too long');
    const extra = short < 126 ? 0 : short === 126 ? 2 : 8;
    if (bytes.length < 2 + extra) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const length = extra === 0 ? short : extra === 2 ? view.getUint16(2) : Number(view.getBigUint64(2));
    if (opcode < 8 && this.#size + length > this.#maxSize) throw new ProtocolError('Payload size exceeded', 1009);
    const start = 2 + extra;
    if (bytes.length < start + length) return undefined;
    this.#buffer = bytes.subarray(start + length);
    return { opcode, final, data: new Uint8Array(bytes.subarray(start, start + length)) };
  }

  #join({ opcode, final, data }: Message & { final: boolean }): Message | undefined {
    if (opcode >= 8) return { opcode, data };
    const continues = this.#opcode !== 0;
    if (continues !== (opcode === CONTINUATION)) throw new ProtocolError('Unexpected continuation or message');
    if (!continues) this.#opcode = opcode;
    this.#parts.push(data);
    this.#size += data.length;
    if (!final) return undefined;
    const message = { opcode: this.#opcode, data: this.#parts.length === 1 ? data : concatBytes(this.#parts) };
    this.#opcode = 0;
    this.#parts = [];
    this.#size = 0;
    return message;
  }
}
