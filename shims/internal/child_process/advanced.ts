/**
 * The messages of `serialization: 'advanced'`: V8's format, with Node's own form of typed arrays and buffers.
 *
 * https://nodejs.org/api/child_process.html#advanced-serialization
 */
import { Deserializer } from '../v8/deserializer.ts';
import { Serializer } from '../v8/serializer.ts';
import { readView, writeView } from '../v8/views.ts';

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
    writeView(this, object);
  }
}

class MessageDeserializer extends Deserializer {
  override _readHostObject(): unknown {
    if (this.readUint32() === OTHER) return this.readValue();
    return readView(this, 'Uint8Array');
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
