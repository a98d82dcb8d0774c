/**
 * The messages of `serialization: 'advanced'`: V8's format, with Node's own form of typed arrays and buffers.
 *
 * https://nodejs.org/api/child_process.html#advanced-serialization
 */
import { Buffer } from '../buffer/buffer.ts';
import { Deserializer, makeView } from '../v8/deserializer.ts';
import { Serializer } from '../v8/serializer.ts';
import { classOf } from '../v8/tags.ts';

/** Node's numbers of the views (`v8.DefaultSerializer`). */
const VIEWS = [
  'Int8Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'DataView',
  'Buffer',
  'BigInt64Array',
  'BigUint64Array',
  'Float16Array',
];
const BUFFER = 10;
/** What a host object of a message is. */
const VIEW = 0;
const OTHER = 1;

class MessageSerializer extends Serializer {
  override _writeHostObject(object: object): void {
    if (!ArrayBuffer.isView(object)) {
      this.writeUint32(OTHER);
      this.writeValue({ ...object });
      return;
    }
    this.writeUint32(VIEW);
    const index = object.constructor === Buffer ? BUFFER : VIEWS.indexOf(classOf(object));
    this.writeUint32(index);
    this.writeUint32(object.byteLength);
    this.writeRawBytes(object);
  }
}

class MessageDeserializer extends Deserializer {
  override _readHostObject(): unknown {
    if (this.readUint32() === OTHER) return this.readValue();
    const name = VIEWS[this.readUint32()];
    const bytes = this.readRawBytes(this.readUint32());
    const copy = new Uint8Array(bytes);
    if (name === 'Buffer') return Buffer.from(copy.buffer);
    return makeView(name ?? 'Uint8Array', copy.buffer, 0, copy.length);
  }
}

/**
 * The body of a message's frame.
 *
 * @throws DataCloneError for what cannot be sent
 */
export function serializeMessage(message: unknown): Uint8Array {
  const serializer = new MessageSerializer();
  serializer._setTreatArrayBufferViewsAsHostObjects(true);
  serializer.writeHeader();
  serializer.writeValue(message);
  return serializer.releaseBytes();
}

/** The message in a frame's body. */
export function deserializeMessage(body: Uint8Array): unknown {
  const deserializer = new MessageDeserializer(body);
  deserializer.readHeader();
  return deserializer.readValue();
}
