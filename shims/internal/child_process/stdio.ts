/**
 * The `stdio` option: its many forms, and what the host is told of each.
 *
 * https://nodejs.org/api/child_process.html#optionsstdio
 */
import type { Stdio } from 'zora:node/child-process@0.1.0';
import {
  ERR_INVALID_ARG_VALUE,
  ERR_INVALID_SYNC_FORK_INPUT,
  ERR_IPC_ONE_PIPE,
  ERR_IPC_SYNC_FORK,
  errnoException,
} from '../errors.ts';
import { inspect } from '../util/inspect.ts';
import { type HostEnds, hostEnds } from './pipes.ts';

/** One descriptor of the child. */
export type StdioEntry =
  | { type: 'ignore' }
  | { type: 'pipe' | 'overlapped'; readable: boolean; writable: boolean }
  | { type: 'pipe'; ipc: true }
  | { type: 'inherit'; fd: number }
  | { type: 'fd'; fd: number }
  | { type: 'wrap'; ends: HostEnds; stream: object };

/** The descriptors of a child, and which of them is the message channel. */
export interface ValidStdio {
  stdio: StdioEntry[];
  ipcFd: number | undefined;
}

/** `'pipe'`, `'ignore'`, `'overlapped'` or `'inherit'` for the first three descriptors, and `channel` after them. */
export function stdioStringToArray(stdio: string, channel?: 'ipc'): (string | number)[] {
  const list: (string | number)[] = [];
  if (stdio === 'pipe' || stdio === 'ignore' || stdio === 'overlapped') list.push(stdio, stdio, stdio);
  else if (stdio === 'inherit') list.push(0, 1, 2);
  else throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  if (channel !== undefined) list.push(channel);
  return list;
}

/**
 * The descriptors that an option asks for, at least three.
 *
 * @param sync whether they are for a blocking run, which has no message channel
 * @throws ERR_INVALID_ARG_VALUE, ERR_IPC_ONE_PIPE, ERR_IPC_SYNC_FORK, ERR_INVALID_SYNC_FORK_INPUT
 */
export function getValidStdio(option: unknown, sync: boolean): ValidStdio {
  const list: unknown = typeof option === 'string' ? stdioStringToArray(option) : option;
  if (!Array.isArray(list)) throw new ERR_INVALID_ARG_VALUE('stdio', list);
  // Node fills up the caller's own array.
  while (list.length < 3) list.push(undefined);

  const stdio: StdioEntry[] = [];
  let ipcFd: number | undefined;
  for (let i = 0; i < list.length; i++) {
    const item: unknown = list[i] ?? (i < 3 ? 'pipe' : 'ignore');
    if (item === 'ipc') {
      if (sync) throw new ERR_IPC_SYNC_FORK();
      if (ipcFd !== undefined) throw new ERR_IPC_ONE_PIPE();
      ipcFd = i;
      stdio.push({ type: 'pipe', ipc: true });
    } else {
      const entry = toEntry(item, i);
      if (entry !== undefined) stdio.push(entry);
      else if (!sync) throw new ERR_INVALID_SYNC_FORK_INPUT(inspect(item));
    }
  }
  return { stdio, ipcFd };
}

/** The entry of one item; undefined for bytes and other strings, which Node lets pass in a blocking run. */
function toEntry(item: unknown, index: number): StdioEntry | undefined {
  if (item === 'ignore') return { type: 'ignore' };
  if (item === 'pipe' || item === 'overlapped' || (typeof item === 'number' && item < 0)) {
    return { type: item === 'overlapped' ? item : 'pipe', readable: index === 0, writable: index !== 0 };
  }
  if (item === 'inherit') return { type: 'inherit', fd: index };
  if (typeof item === 'number') return { type: 'fd', fd: item };
  const fd = (item as { fd?: unknown }).fd;
  if (typeof fd === 'number') return { type: 'fd', fd };
  const ends = hostEnds(item);
  if (ends !== undefined) return { type: 'wrap', ends, stream: item as object };
  if (ArrayBuffer.isView(item) || typeof item === 'string') return undefined;
  throw new ERR_INVALID_ARG_VALUE('stdio', item);
}

/**
 * What the host is told of the descriptors.
 *
 * @param syscall the call that fails with `EBADF` for a descriptor that this instance does not have
 */
export function toWitStdio(stdio: readonly StdioEntry[], syscall: string): Stdio[] {
  return stdio.map((entry, index) => {
    switch (entry.type) {
      case 'ignore':
        return { tag: 'ignore' };
      case 'pipe':
      case 'overlapped':
        return { tag: 'ipc' in entry ? 'ipc' : 'pipe' };
      case 'wrap':
        return toWitEnd(entry.ends, index);
      default:
        if (entry.fd > 2) throw errnoException(EBADF, syscall);
        return { tag: 'inherit', val: entry.fd };
    }
  });
}

/** The same number on every POSIX system. */
const EBADF = -9;

/** A child reads its descriptor 0 and writes the others, unless the stream has the other end only. */
function toWitEnd({ input, output }: HostEnds, index: number): Stdio {
  if (input !== undefined && (index === 0 || output === undefined)) return { tag: 'reader', val: input };
  if (output !== undefined) return { tag: 'writer', val: output };
  throw new ERR_INVALID_ARG_VALUE('stdio', undefined);
}
