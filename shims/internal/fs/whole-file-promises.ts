/** Reading and writing whole files as promises: of paths, and of descriptors that are open. */
import { AbortError, ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { parseFileMode, validateBoolean } from '../validators.ts';
import { toBytes, toFlags, toOptions } from './arguments.ts';
import { run } from './completion.ts';
import { closeDescriptor, fileOf } from './descriptors.ts';
import { openPath, writeFrom } from './operations/transfer.ts';
import { Collector, openWhole, toContents, type Writing, writeAtOnce } from './operations/whole-files.ts';
import { toPath } from './paths.ts';
import { runUntil, runWaiting } from './waiting.ts';

/** Options of `readFile`. */
export interface ReadFileOptions {
  encoding?: string | null;
  flag?: unknown;
  signal?: AbortSignal;
}

/** Options of `writeFile` and `appendFile`. */
export interface WriteFileOptions extends ReadFileOptions {
  mode?: unknown;
  flush?: unknown;
}

/** @throws AbortError */
export function checkAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

/** The rest of an open file. */
export async function readOpen(fd: number, options: ReadFileOptions): Promise<unknown> {
  const { signal } = options;
  checkAborted(signal);
  const collector = new Collector(fd);
  await run(() => collector.begin());
  for (;;) {
    checkAborted(signal);
    const more = await runWaiting(() => {
      checkAborted(signal);
      return collector.next();
    }, fd);
    if (!more) break;
  }
  checkAborted(signal);
  return toContents(collector.bytes, options.encoding);
}

/** A file. */
export async function readNamed(path: unknown, options: ReadFileOptions): Promise<unknown> {
  checkAborted(options.signal);
  const checked = toPath(path);
  const flags = toFlags(options.flag);
  const opened = await run(() => openWhole(checked, flags));
  checkAborted(options.signal);
  if ('bytes' in opened) {
    // One more round of the loop, as a read of its own would take: whoever aborts meanwhile is heard.
    return run(() => {
      checkAborted(options.signal);
      return toContents(opened.bytes, options.encoding);
    });
  }
  return closingAfter(opened.fd, readOpen(opened.fd, options));
}

/** Closes a descriptor when `work` is done, however. */
async function closingAfter<T>(fd: number, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    await run(() => closeDescriptor(fd));
  }
}

function isCustomIterable(data: unknown): data is AsyncIterable<unknown> {
  if (typeof data === 'string' || ArrayBuffer.isView(data) || data === null || data === undefined) return false;
  const iterable = data as { [Symbol.asyncIterator]?: unknown; [Symbol.iterator]?: unknown };
  return typeof iterable[Symbol.asyncIterator] === 'function' || typeof iterable[Symbol.iterator] === 'function';
}

const PART = 512 * 1024;

async function writeBytes(fd: number, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<void> {
  let written = 0;
  do {
    checkAborted(signal);
    written += await runWaiting(() => writeFrom(fd, bytes.subarray(written, written + PART), undefined), fd);
  } while (written < bytes.length);
}

/** Writes text, bytes, or the chunks of an iterable to an open file. @throws ERR_INVALID_ARG_TYPE, AbortError */
export async function writeOpen(fd: number, data: unknown, options: WriteFileOptions): Promise<void> {
  const { encoding, signal } = options;
  checkAborted(signal);
  if (!isCustomIterable(data)) {
    await writeBytes(fd, toBytes(data, encoding), signal);
    return;
  }
  for await (const chunk of data) {
    checkAborted(signal);
    if (typeof chunk !== 'string' && !ArrayBuffer.isView(chunk)) {
      throw new ERR_INVALID_ARG_TYPE('data', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
    await writeBytes(fd, toBytes(chunk, encoding), signal);
    checkAborted(signal);
  }
}

/** The options of a writing function. @throws ERR_INVALID_ARG_TYPE */
export function writeFileOptions(options: unknown, flag: string): WriteFileOptions {
  const given = toOptions<WriteFileOptions>(options, { encoding: 'utf8', mode: 0o666, flag, flush: false });
  if (given.flush != null) validateBoolean(given.flush, 'options.flush');
  return { ...given, flag: given.flag || flag };
}

/** Writes a file. */
export async function writeNamed(path: unknown, data: unknown, options: WriteFileOptions): Promise<void> {
  const { signal, encoding } = options;
  const bytes = isCustomIterable(data) ? undefined : toBytes(data, encoding);
  const checked = toPath(path);
  const writing: Writing = {
    flags: toFlags(options.flag),
    mode: parseFileMode(options.mode, 'mode', 0o666),
    flush: options.flush === true,
  };
  checkAborted(signal);
  if (bytes !== undefined && (await run(() => writeAtOnce(checked, bytes, writing)))) {
    await run(() => checkAborted(signal));
    return;
  }
  const fd = await runUntil(
    () => openPath(checked, writing.flags, writing.mode),
    () => true,
  );
  const work = async (): Promise<void> => {
    await writeOpen(fd, bytes ?? data, options);
    if (writing.flush) await run(() => fileOf(fd, 'fsync').sync());
  };
  await closingAfter(fd, work());
}
