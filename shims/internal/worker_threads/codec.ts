/** Messages between instances as bytes: V8's format, with what only they have (ports, `DOMException`). */
import { type MessagePort, MessagePort as Port } from '../message-channel.ts';
import { Deserializer } from '../v8/deserializer.ts';
import { Serializer } from '../v8/serializer.ts';

const PORT = 0;
const DOM_EXCEPTION = 1;

class MessageSerializer extends Serializer {
  readonly ports: MessagePort[];

  constructor(ports: readonly MessagePort[]) {
    super();
    this.ports = [...ports];
  }

  override _isHostObject(object: object): boolean {
    return object instanceof Port || object instanceof DOMException || isShared(object);
  }

  override _writeHostObject(object: object): void {
    if (object instanceof Port) {
      const index = this.ports.indexOf(object);
      this.writeUint32(PORT);
      this.writeUint32(index);
    } else if (object instanceof DOMException) {
      this.writeUint32(DOM_EXCEPTION);
      this.writeValue([object.message, object.name, object.stack]);
    } else {
      // Every instance has a memory of its own.
      throw this._getDataCloneError('#<SharedArrayBuffer> could not be cloned.');
    }
  }
}

function isShared(object: object): boolean {
  return typeof SharedArrayBuffer === 'function' && object instanceof SharedArrayBuffer;
}

class MessageDeserializer extends Deserializer {
  readonly #ports: readonly MessagePort[];

  constructor(bytes: Uint8Array, ports: readonly MessagePort[]) {
    super(bytes);
    this.#ports = ports;
  }

  override _readHostObject(): unknown {
    if (this.readUint32() === PORT) return this.#ports[this.readUint32()];
    const [message, name, stack] = this.readValue() as [string, string, string];
    const exception = new DOMException(message, name);
    Object.defineProperty(exception, 'stack', { value: stack, writable: true, configurable: true });
    return exception;
  }
}

/** @param ports those that the value may hold. @throws DataCloneError */
export function encode(value: unknown, ports: readonly MessagePort[]): Uint8Array {
  const serializer = new MessageSerializer(ports);
  serializer.writeHeader();
  serializer.writeValue(value);
  return serializer.releaseBytes();
}

/** @throws Error for bytes that are damaged */
export function decode(bytes: Uint8Array, ports: readonly MessagePort[]): unknown {
  const deserializer = new MessageDeserializer(bytes, ports);
  deserializer.readHeader();
  return deserializer.readValue();
}
