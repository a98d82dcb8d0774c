/** Descriptors 0, 1 and 2: the instance's standard streams as files. */
import type { FileStat } from 'zora:node/file-system@0.1.0';
import type { InputStream, OutputStream, StreamError } from 'zora:node/io@0.1.0';
import { getStderr, getStdin, getStdout, getTerminal } from 'zora:node/stdio@0.1.0';
import { UVException } from '../errors.ts';
import type { File } from './descriptors.ts';

function failure(code: string, errno: number, syscall: string): Error {
  return new UVException({ code, errno, syscall });
}

function refuse(syscall: string): never {
  throw failure('EINVAL', -22, syscall);
}

function streamError(thrown: unknown): StreamError | undefined {
  return (thrown as { payload?: StreamError } | null | undefined)?.payload;
}

/** A stream of which nothing is known but its kind: a terminal is a character device, anything else passes for a pipe. */
function statOf(terminal: boolean): FileStat {
  const never = { seconds: 0, nanoseconds: 0 };
  return {
    device: 0,
    inode: 0,
    mode: terminal ? 0o20620 : 0o10600,
    links: 1,
    uid: 0,
    gid: 0,
    represents: 0,
    size: 0,
    blockSize: 4096,
    blocks: 0,
    accessed: never,
    modified: never,
    changed: never,
    created: never,
  };
}

abstract class StandardFile implements File {
  readonly waits = true;

  abstract read(length: number): Uint8Array;
  abstract write(data: Uint8Array): number;
  abstract stat(): FileStat;
  setSize(): void {
    refuse('ftruncate');
  }
  setMode(): void {
    refuse('fchmod');
  }
  setOwner(): void {
    refuse('fchown');
  }
  setTimes(): void {
    refuse('futime');
  }
  sync(): void {
    refuse('fsync');
  }
  syncData(): void {
    refuse('fdatasync');
  }
  /** The stream itself stays: it is the instance's. */
  close(): void {}
}

class StandardInput extends StandardFile {
  readonly #stream: InputStream = getStdin();

  read(length: number): Uint8Array {
    try {
      const bytes = this.#stream.read(length);
      if (bytes.length > 0 || length === 0) return bytes;
    } catch (thrown) {
      const error = streamError(thrown);
      if (error?.tag === 'closed') return new Uint8Array(0);
      throw failure(error?.tag === 'failed' ? error.val.code : 'EIO', -5, 'read');
    }
    throw failure('EAGAIN', -11, 'read');
  }
  write(): number {
    throw failure('EBADF', -9, 'write');
  }
  stat(): FileStat {
    return statOf(getTerminal().stdin);
  }
}

class StandardOutput extends StandardFile {
  readonly #stream: OutputStream;
  readonly #isError: boolean;

  constructor(isError: boolean) {
    super();
    this.#isError = isError;
    this.#stream = isError ? getStderr() : getStdout();
  }

  read(): Uint8Array {
    throw failure('EBADF', -9, 'read');
  }
  write(data: Uint8Array): number {
    const part = data.length > 1024 * 1024 ? data.subarray(0, 1024 * 1024) : data;
    try {
      if (part.length > 0 && this.#stream.checkWrite() === 0) throw failure('EAGAIN', -11, 'write');
      this.#stream.write(part);
    } catch (thrown) {
      const error = streamError(thrown);
      if (error === undefined) throw thrown;
      throw error.tag === 'closed' ? failure('EPIPE', -32, 'write') : failure('EIO', -5, 'write');
    }
    return part.length;
  }
  stat(): FileStat {
    const { stdout, stderr } = getTerminal();
    return statOf(this.#isError ? stderr : stdout);
  }
}

/** The file of descriptor 0, 1 or 2. */
export function standardFile(fd: number): File {
  return fd === 0 ? new StandardInput() : new StandardOutput(fd === 2);
}
