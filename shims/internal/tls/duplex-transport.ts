import { addClosing } from '../loop.ts';
import type { AddressInfo, HandleReader } from '../net/stream-handle.ts';
import type { Duplex } from '../streams/duplex.ts';
import type { Transport } from './transport.ts';

type Done = (error?: Error | null) => void;
type Stream = InstanceType<typeof Duplex>;

/** Any two-way stream of the program as what carries records. */
export class DuplexTransport implements Transport {
  readonly isPipe = false;
  reading = false;
  bytesRead = 0;
  bytesWritten = 0;
  reader: HandleReader | undefined;
  onwritefailure: ((error: Error) => void) | undefined;
  readonly #stream: Stream;
  #listening = false;

  constructor(stream: Stream) {
    this.#stream = stream;
    stream.on('error', (error: Error) => this.reader?.fail(error));
  }

  /** It is connected already. */
  connect(_target: unknown, done: Done): void {
    done();
  }

  readStart(): 0 {
    this.reading = true;
    if (!this.#listening) {
      this.#listening = true;
      this.#stream.on('data', (chunk: Uint8Array) => {
        this.bytesRead += chunk.length;
        if (this.reader?.data(chunk) === false) this.readStop();
      });
      this.#stream.on('end', () => this.reader?.end());
    }
    this.#stream.resume();
    return 0;
  }

  readStop(): 0 {
    this.reading = false;
    this.#stream.pause();
    return 0;
  }

  write(bytes: Uint8Array, done: Done): void {
    this.bytesWritten += bytes.length;
    this.#stream.write(bytes, done as never);
  }

  shutdown(done: Done): void {
    this.#stream.end(() => done());
  }

  close(done?: () => void): void {
    this.#stream.destroy();
    if (done !== undefined) addClosing(done);
  }

  reset(done?: () => void): 0 {
    this.close(done);
    return 0;
  }

  ref(): void {}
  unref(): void {}

  hasRef(): boolean {
    return true;
  }

  getsockname(_out: AddressInfo): number {
    return -107;
  }

  getpeername(_out: AddressInfo): number {
    return -107;
  }

  setNoDelay(): 0 {
    return 0;
  }

  setKeepAlive(): 0 {
    return 0;
  }
}
