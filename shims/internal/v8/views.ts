/** Node's own form of typed arrays and buffers, as host objects of V8's format. https://nodejs.org/api/v8.html#class-v8defaultserializer */
import { Buffer } from '../buffer/buffer.ts';
import { type Deserializer, makeView } from './deserializer.ts';
import type { Serializer } from './serializer.ts';
import { classOf } from './tags.ts';

/** Node's numbers of the views. */
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

/** Writes the number of the view's class, its length in bytes and its bytes. */
export function writeView(serializer: Serializer, view: ArrayBufferView): void {
  serializer.writeUint32(VIEWS.indexOf(view.constructor === Buffer ? 'Buffer' : classOf(view)));
  serializer.writeUint32(view.byteLength);
  serializer.writeRawBytes(view);
}

/**
 * Reads what `writeView` wrote, into memory of its own.
 *
 * @param otherwise the class of a view whose number is unknown
 * @throws Error for an unknown number without `otherwise`
 */
export function readView(deserializer: Deserializer, otherwise?: string): ArrayBufferView {
  const name = VIEWS[deserializer.readUint32()] ?? otherwise;
  const copy = new Uint8Array(deserializer.readRawBytes(deserializer.readUint32()));
  if (name === undefined) throw new Error('Unable to deserialize cloned data.');
  return name === 'Buffer' ? Buffer.from(copy.buffer) : makeView(name, copy.buffer, 0, copy.length);
}
