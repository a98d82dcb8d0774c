/**
 * `readFile`, `writeFile`, `appendFile`, with callbacks and synchronous.
 *
 * https://nodejs.org/api/fs.html#fsreadfilepath-options-callback
 */
import { AbortError } from '../../errors.ts';
import { parseFileMode, validateBoolean } from '../../validators.ts';
import { isDescriptor, toBytes, toFlags, toOptions } from '../arguments.ts';
import { later, submit, submitWaiting, toCallback } from '../completion.ts';
import { closeDescriptor, waits } from '../descriptors.ts';
import { fsModule } from '../module.ts';
import { openPath, writeFrom } from '../operations/transfer.ts';
import {
  Collector,
  openWhole,
  readDescriptor,
  readPath,
  toContents,
  type Writing,
  writeAtOnce,
  writeDescriptor,
  writePath,
} from '../operations/whole-files.ts';
import { toPath } from '../paths.ts';

interface ReadFileOptions {
  encoding?: string | null;
  flag?: unknown;
  signal?: AbortSignal;
}

/** https://nodejs.org/api/fs.html#fsreadfilesyncpath-options */
export function readFileSync(path: unknown, options?: unknown): unknown {
  const { encoding, flag } = toOptions<ReadFileOptions>(options, { flag: 'r' });
  const bytes = isDescriptor(path) ? readDescriptor(path) : readPath(toPath(path), toFlags(flag));
  return toContents(bytes, encoding);
}

function abortError(signal: AbortSignal | undefined): AbortError {
  return new AbortError(undefined, { cause: signal?.reason });
}

/** https://nodejs.org/api/fs.html#fsreadfilepath-options-callback */
export function readFile(path: unknown, options: unknown, callback?: unknown): void {
  const done = toCallback(callback || options);
  const { encoding, flag, signal } = toOptions<ReadFileOptions>(options, { flag: 'r' });
  const finish = (bytes: Uint8Array): void => {
    let contents: unknown;
    try {
      contents = toContents(bytes, encoding);
    } catch (error) {
      done(error);
      return;
    }
    done(null, contents);
  };
  if (signal?.aborted) {
    done(abortError(signal));
    return;
  }
  if (isDescriptor(path)) {
    readOn(path, signal, (error, bytes) => (error ? done(error) : finish(bytes as Uint8Array)));
    return;
  }
  const checked = toPath(path);
  const flags = toFlags(flag, 'options.flag');
  submit(
    () => openWhole(checked, flags),
    (error, opened) => {
      if (error) done(error);
      // The end of the reading is a round of the loop after the opening, as in Node.
      else if (opened !== undefined && 'bytes' in opened) {
        later(() => (signal?.aborted ? done(abortError(signal)) : finish(opened.bytes)));
      } else if (opened !== undefined) {
        const { fd } = opened;
        readOn(fd, signal, (failure, bytes) => {
          submit(
            () => closeDescriptor(fd),
            (closing) => (failure || closing ? done(failure || closing) : finish(bytes as Uint8Array)),
          );
        });
      }
    },
  );
}

/** Reads to the end, a part at a time. */
function readOn(fd: number, signal: AbortSignal | undefined, done: (error: unknown, bytes?: Uint8Array) => void): void {
  const collector = new Collector(fd);
  const step = (): void => {
    submitWaiting(
      () => {
        if (signal?.aborted) throw abortError(signal);
        return collector.next();
      },
      (error, more) => {
        if (error) done(error);
        else if (more) step();
        else done(null, collector.bytes);
      },
      () => waits(fd),
    );
  };
  submit(
    () => collector.begin(),
    (error) => (error ? done(error) : step()),
  );
}

interface WriteFileOptions {
  encoding?: string | null;
  mode?: unknown;
  flag?: unknown;
  flush?: unknown;
  signal?: AbortSignal;
}

/** The options of writing functions; `flag` is what is missing without them. */
function writeOptions(options: unknown, flag: string): WriteFileOptions {
  const given = toOptions<WriteFileOptions>(options, { encoding: 'utf8', mode: 0o666, flag, flush: false });
  if (given.flush != null) validateBoolean(given.flush, 'options.flush');
  return given;
}

function toWriting({ flag, mode, flush }: WriteFileOptions): Writing {
  return {
    flags: toFlags(flag || 'w'),
    mode: parseFileMode(mode, 'mode', 0o666),
    flush: flush === true,
  };
}

/** https://nodejs.org/api/fs.html#fswritefilesyncfile-data-options */
export function writeFileSync(path: unknown, data: unknown, options?: unknown): void {
  const given = writeOptions(options, 'w');
  const bytes = toBytes(data, given.encoding);
  const module = fsModule();
  if (isDescriptor(path)) {
    writeDescriptor(path, bytes);
    if (given.flush) module.fsyncSync(path);
    return;
  }
  const writing = toWriting(given);
  const checked = toPath(path);
  if (!writing.flush) {
    writePath(checked, bytes, writing);
    return;
  }
  const fd = module.openSync(checked.given, writing.flags, writing.mode);
  try {
    writeDescriptor(fd, bytes);
    module.fsyncSync(fd);
  } finally {
    module.closeSync(fd);
  }
}

/** https://nodejs.org/api/fs.html#fsappendfilesyncpath-data-options */
export function appendFileSync(path: unknown, data: unknown, options?: unknown): void {
  const given = writeOptions(options, 'a');
  writeFileSync(path, data, { ...given, flag: given.flag ?? 'a' });
}

/** https://nodejs.org/api/fs.html#fswritefilefile-data-options-callback */
export function writeFile(path: unknown, data: unknown, options: unknown, callback?: unknown): void {
  const done = toCallback(callback || options);
  const given = writeOptions(options, 'w');
  const bytes = toBytes(data, given.encoding);
  const { signal } = given;
  if (signal?.aborted) {
    done(abortError(signal));
    return;
  }
  if (isDescriptor(path)) {
    writeOn(path, bytes, given.flush === true, signal, done);
    return;
  }
  const checked = toPath(path);
  const writing = toWriting(given);
  later(() => {
    try {
      if (writeAtOnce(checked, bytes, writing)) {
        later(() => (signal?.aborted ? done(abortError(signal)) : done(null)));
        return;
      }
    } catch (error) {
      done(error);
      return;
    }
    submitWaiting(
      () => openPath(checked, writing.flags, writing.mode),
      (error, fd) => {
        if (error) done(error);
        else writeAndClose(fd as number, bytes, writing.flush, signal, done);
      },
      () => true,
    );
  });
}

function writeAndClose(
  fd: number,
  bytes: Uint8Array,
  flush: boolean,
  signal: AbortSignal | undefined,
  done: (error: unknown) => void,
): void {
  writeOn(fd, bytes, flush, signal, (failure) => {
    fsModule().close(fd, (closing: unknown) => done(failure || closing || null));
  });
}

const PART = 512 * 1024;

/** Writes all of `bytes`, a part at a time. */
function writeOn(
  fd: number,
  bytes: Uint8Array,
  flush: boolean,
  signal: AbortSignal | undefined,
  done: (error: unknown) => void,
): void {
  let written = 0;
  const step = (): void => {
    submitWaiting(
      () => {
        if (signal?.aborted) throw abortError(signal);
        return writeFrom(fd, bytes.subarray(written, written + PART), undefined);
      },
      (error, count) => {
        written += count ?? 0;
        if (error) done(error);
        else if (written < bytes.length) step();
        else if (flush) fsModule().fsync(fd, (failure: unknown) => done(failure ?? null));
        else done(null);
      },
      () => waits(fd),
    );
  };
  step();
}

/** https://nodejs.org/api/fs.html#fsappendfilepath-data-options-callback */
export function appendFile(path: unknown, data: unknown, options: unknown, callback?: unknown): void {
  const done = callback || options;
  toCallback(done);
  const given = writeOptions(options, 'a');
  writeFile(path, data, { ...given, flag: given.flag ?? 'a' }, done);
}
