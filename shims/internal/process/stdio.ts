/** `process.stdin`, `stdout` and `stderr`, made when they are first used. https://nodejs.org/api/process.html#process-io */
import { getStderr, getStdin, getStdout, getTerminal } from 'zora:node/stdio@0.1.0';
import { assertStarted } from '../instance.ts';
import { nextTick } from '../loop.ts';
import { markStandardOutput } from '../streams/standard-output.ts';
import type { Callback } from '../streams/types.ts';
import { WitReadable, WitWritable } from '../streams/wit-streams.ts';
import { TerminalOutput } from '../tty/write-stream.ts';

let stdin: WitReadable | undefined;
let stdout: WitWritable | undefined;
let stderr: WitWritable | undefined;

/** Puts other streams in the place of the instance's own, before anybody has used them: a worker's lead to its parent. */
export function setStandardStreams(streams: { stdin: unknown; stdout: unknown; stderr: unknown }): void {
  stdin = streams.stdin as WitReadable;
  stdout = streams.stdout as WitWritable;
  stderr = streams.stderr as WitWritable;
}

function makeOutput(fd: 1 | 2): WitWritable {
  assertStarted('standard output');
  const terminal = getTerminal();
  const isTerminal = fd === 1 ? terminal.stdout : terminal.stderr;
  const handle = fd === 1 ? getStdout() : getStderr();
  const stream = isTerminal ? new TerminalOutput(handle, terminal) : new WitWritable(handle, { decodeStrings: false });
  // A standard stream is not closed under the program's feet: destroying it only says so.
  stream._destroy = (error, callback) => {
    (callback as Callback)(error);
    (stream as unknown as { _undestroy(): void })._undestroy();
    nextTick(() => stream.emit('close'));
  };
  Object.assign(stream, { fd, _type: isTerminal ? 'tty' : 'pipe', _isStdio: true, destroySoon: stream.destroy });
  return markStandardOutput(stream);
}

/** `process.stdout`. */
export function getStdoutStream(): WitWritable {
  return (stdout ??= makeOutput(1));
}

/** `process.stderr`. */
export function getStderrStream(): WitWritable {
  return (stderr ??= makeOutput(2));
}

/** `process.stdin`. */
export function getStdinStream(): WitReadable {
  if (stdin === undefined) {
    assertStarted('standard input');
    const isTerminal = getTerminal().stdin;
    const stream = new WitReadable(getStdin());
    Object.assign(stream, { fd: 0 }, isTerminal ? { isTTY: true, isRaw: false } : {});
    // A paused standard input does not keep the program alive.
    stream.on('pause', () => {
      if (!(stream as unknown as { _readableState: { reading: boolean } })._readableState.reading) return;
      stream.readStop();
      (stream as unknown as { _readableState: { reading: boolean } })._readableState.reading = false;
    });
    stdin = stream;
  }
  return stdin;
}
