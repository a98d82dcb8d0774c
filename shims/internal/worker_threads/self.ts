/** This instance as a worker: what it is told, and what its program finds different from the main thread. */
import { type CurrentWorker, current } from 'zora:node/workers@0.1.0';
import process from '../../process.ts';
import { Readable, Writable } from '../../stream.ts';
import { ERR_WORKER_UNSUPPORTED_OPERATION } from '../errors.ts';
import type { MessagePort } from '../message-channel.ts';
import { setErrorSink } from '../process/fatal.ts';
import { setStandardStreams } from '../process/stdio.ts';
import { linkGroups } from './broadcast-channel.ts';
import { decode } from './codec.ts';
import { receiveEnvironmentData } from './environment-data.ts';
import { joinGroup, portFrom } from './host-carrier.ts';
import type { Program } from './options.ts';
import type { FromWorker, Start, ToWorker } from './protocol.ts';
import type { Self } from './self-view.ts';
import { sendable } from './sent-error.ts';

/** What a worker has to run, when this instance is one. */
export interface Assignment {
  self: Self;
  program: Program;
  /** Says that it begins. */
  begin(): void;
}

/** Asks the host; undefined in the main thread. */
export function assignment(): Assignment | undefined {
  const mine = current() as CurrentWorker | null | undefined;
  if (mine === null || mine === undefined) return undefined;
  const [control, parentPort, ...ports] = mine.start.ports.map(portFrom) as [
    MessagePort,
    MessagePort,
    ...MessagePort[],
  ];
  const start = decode(mine.start.data, ports) as Start;
  const { name: threadName, workerData, resourceLimits, program } = start;
  receiveEnvironmentData(start.environmentData);
  linkGroups(joinGroup);
  const say = (message: FromWorker): void => control.postMessage(message);
  setErrorSink((error) => say({ type: 'error', error: sendable(error) }));
  becomeWorker(start, control, say);
  return {
    self: { threadId: mine.id, threadName, parentPort, workerData, resourceLimits },
    program,
    begin: () => say({ type: 'online' }),
  };
}

/** Of `process`, what belongs to the whole of it and not to a thread. */
const UNSUPPORTED = ['abort', 'chdir', 'initgroups', 'setegid', 'seteuid', 'setgid', 'setgroups', 'setuid'];

function becomeWorker({ execArgv, stdin }: Start, control: MessagePort, say: (message: FromWorker) => void): void {
  const target = process as unknown as Record<string, unknown>;
  for (const name of UNSUPPORTED) {
    if (!(name in target)) continue;
    const unsupported = () => {
      throw new ERR_WORKER_UNSUPPORTED_OPERATION(`process.${name}()`);
    };
    target[name] = Object.defineProperty(unsupported, 'disabled', { value: true });
  }
  const { umask } = process;
  target['umask'] = (mask?: unknown) => {
    if (mask !== undefined) throw new ERR_WORKER_UNSUPPORTED_OPERATION('Setting process.umask()');
    return umask();
  };
  target['execArgv'] = execArgv;
  setStandardStreams({ stdin: input(control, stdin), stdout: output(1, say), stderr: output(2, say) });
}

function output(stream: 1 | 2, say: (message: FromWorker) => void): object {
  return new Writable({
    decodeStrings: false,
    write(chunk: Uint8Array | string, encoding: string, done: () => void) {
      say({ type: 'output', stream, chunk, encoding });
      done();
    },
  });
}

/** What the parent hands on; at its end where it hands on nothing. */
function input(control: MessagePort, open: boolean): object {
  const stream = new Readable({
    read() {
      if (open) control.ref();
    },
  });
  if (!open) stream.push(null);
  control.on('message', ({ chunk }: ToWorker) => {
    if (chunk === null) control.unref();
    stream.push(chunk);
  });
  control.unref();
  return stream;
}
