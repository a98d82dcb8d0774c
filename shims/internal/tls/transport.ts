/** What carries TLS records: a connection's handle, or any stream in the same form. */
import type { AddressInfo, HandleReader, StreamHandle } from '../net/stream-handle.ts';

type Done = (error?: Error | null) => void;

/** The part of a `StreamHandle` that TLS and `net.Socket` use. */
export interface Transport {
  readonly isPipe: boolean;
  reading: boolean;
  bytesRead: number;
  bytesWritten: number;
  reader: HandleReader | undefined;
  onwritefailure: ((error: Error) => void) | undefined;
  connect(target: Parameters<StreamHandle['connect']>[0], done: Done): void;
  readStart(): 0;
  readStop(): 0;
  write(bytes: Uint8Array, done: Done): void;
  shutdown(done: Done): void;
  close(done?: () => void): void;
  reset(done?: () => void): 0;
  ref(): void;
  unref(): void;
  hasRef(): boolean;
  getsockname(out: AddressInfo): number;
  getpeername(out: AddressInfo): number;
  setNoDelay(enable: boolean): 0;
  setKeepAlive(enable: boolean, initialDelay: number): 0;
}
