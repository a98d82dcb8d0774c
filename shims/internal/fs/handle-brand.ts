/** How other parts know a `FileHandle` without carrying its class. */

/** The brand: the number of the handle's descriptor. */
export const kHandleDescriptor: unique symbol = Symbol('kHandle') as never;
/** Keeps the handle's descriptor open until `kUnref`. */
export const kRef: unique symbol = Symbol('kRef') as never;
export const kUnref: unique symbol = Symbol('kUnref') as never;

/** What streams and functions need of a `FileHandle`. */
export interface HandleLike {
  readonly fd: number;
  readonly [kHandleDescriptor]: number;
  [kRef](): void;
  [kUnref](): void;
  on(event: string, listener: () => void): unknown;
  close(): Promise<void>;
  read(
    buffer: unknown,
    offset: number,
    length: number,
    position: unknown,
  ): Promise<{ bytesRead: number; buffer: unknown }>;
  write(
    buffer: unknown,
    offset: number,
    length: number,
    position: unknown,
  ): Promise<{ bytesWritten: number; buffer: unknown }>;
  writev(buffers: unknown, position: unknown): Promise<{ bytesWritten: number; buffers: unknown }>;
  sync(): Promise<void>;
}

/** Whether a value is a `FileHandle`. */
export function isFileHandle(value: unknown): value is HandleLike {
  return typeof value === 'object' && value !== null && kHandleDescriptor in value;
}
