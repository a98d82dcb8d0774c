/** The serializers of `node:v8`: V8's format, with Node's own form of views. https://nodejs.org/api/v8.html#serialization-api */
import { Buffer } from '../buffer/buffer.ts';
import { inspect } from '../util/inspect.ts';
import { isProxy } from '../util/types.ts';
import { Deserializer as BaseDeserializer } from './deserializer.ts';
import { Serializer as BaseSerializer } from './serializer.ts';
import { readView, writeView } from './views.ts';

type Writable = Pick<BaseSerializer, '_writeHostObject'>;

/** https://nodejs.org/api/v8.html#class-v8serializer */
export class Serializer extends BaseSerializer {
  override _getDataCloneError(message: string): Error {
    return new Error(message);
  }

  override writeRawBytes(source: ArrayBufferView): void {
    if (!ArrayBuffer.isView(source)) throw new TypeError('source must be a TypedArray or a DataView');
    super.writeRawBytes(source);
  }

  override writeValue(value: unknown): true {
    if (isProxy(value)) throw this._getDataCloneError('#<Object> could not be cloned.');
    return super.writeValue(value);
  }

  /** What was written. */
  releaseBuffer(): Buffer {
    const bytes = this.releaseBytes();
    return Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  }
}

/** https://nodejs.org/api/v8.html#class-v8deserializer */
export class Deserializer extends BaseDeserializer {
  readonly buffer: ArrayBufferView;

  constructor(buffer: ArrayBufferView) {
    if (!ArrayBuffer.isView(buffer)) throw new TypeError('buffer must be a TypedArray or a DataView');
    super(buffer);
    this.buffer = buffer;
  }

  override readDouble(): number {
    try {
      return super.readDouble();
    } catch {
      throw new Error('ReadDouble() failed');
    }
  }
}

/** https://nodejs.org/api/v8.html#class-v8defaultserializer */
export class DefaultSerializer extends Serializer implements Writable {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }

  override _writeHostObject(object: object): void {
    if (!ArrayBuffer.isView(object)) {
      throw this._getDataCloneError(`Unserializable host object: ${inspect(object)}`);
    }
    writeView(this, object);
  }
}

/** https://nodejs.org/api/v8.html#class-v8defaultdeserializer */
export class DefaultDeserializer extends Deserializer {
  override _readHostObject(): unknown {
    return readView(this);
  }
}

/** https://nodejs.org/api/v8.html#v8serializevalue */
export function serialize(value: unknown): Buffer {
  const serializer = new DefaultSerializer();
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBuffer();
}

/** https://nodejs.org/api/v8.html#v8deserializebuffer */
export function deserialize(buffer: ArrayBufferView): unknown {
  const deserializer = new DefaultDeserializer(buffer);
  deserializer.readHeader();
  return deserializer.readValue();
}
