/** High-water marks. https://nodejs.org/api/stream.html#streamgetdefaulthighwatermarkobjectmode */
import { ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateInteger } from '../validators.ts';

let bytesDefault = 65536;
let objectsDefault = 16;

/** The high-water mark of streams that are given none: bytes, or objects. */
export function getDefaultHighWaterMark(objectMode: boolean): number {
  return objectMode ? objectsDefault : bytesDefault;
}

/** Sets it. */
export function setDefaultHighWaterMark(objectMode: boolean, value: number): void {
  validateInteger(value, 'value', 0);
  if (objectMode) objectsDefault = value;
  else bytesDefault = value;
}

/** Options of a constructor that name a high-water mark. */
export interface MarkOptions {
  highWaterMark?: number | undefined;
  readableHighWaterMark?: number | undefined;
  writableHighWaterMark?: number | undefined;
}

/** The high-water mark that the options ask for. @throws ERR_INVALID_ARG_VALUE */
export function highWaterMarkOf(
  objectMode: boolean,
  options: MarkOptions | undefined,
  duplexKey: 'readableHighWaterMark' | 'writableHighWaterMark',
  isDuplex: boolean,
): number {
  const mark = options?.highWaterMark ?? (isDuplex ? options?.[duplexKey] : undefined);
  if (mark == null) return getDefaultHighWaterMark(objectMode);
  if (!Number.isInteger(mark) || mark < 0) {
    const name = options?.highWaterMark == null && isDuplex ? `options.${duplexKey}` : 'options.highWaterMark';
    throw new ERR_INVALID_ARG_VALUE(name, mark);
  }
  return Math.floor(mark);
}
