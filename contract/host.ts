/** What the contract tests ask of a host of `zora:node`, and a guest's loop in miniature to run against it. */

import type * as ChildProcess from '../host-bridge/wit/zora-node-child-process.d.ts';
import type * as Compiler from '../host-bridge/wit/zora-node-compiler.d.ts';
import type * as Crypto from '../host-bridge/wit/zora-node-crypto.d.ts';
import type * as Datagram from '../host-bridge/wit/zora-node-datagram.d.ts';
import type * as FileSystem from '../host-bridge/wit/zora-node-file-system.d.ts';
import type * as Http from '../host-bridge/wit/zora-node-http.d.ts';
import type * as Intl from '../host-bridge/wit/zora-node-intl.d.ts';
import type * as Io from '../host-bridge/wit/zora-node-io.d.ts';
import type * as NameLookup from '../host-bridge/wit/zora-node-name-lookup.d.ts';
import type * as Network from '../host-bridge/wit/zora-node-network.d.ts';
import type * as Os from '../host-bridge/wit/zora-node-os.d.ts';
import type { State } from '../host-bridge/wit/zora-node-reactor.d.ts';
import type * as ReactorHost from '../host-bridge/wit/zora-node-reactor-host.d.ts';
import type * as Stdio from '../host-bridge/wit/zora-node-stdio.d.ts';
import type * as System from '../host-bridge/wit/zora-node-system.d.ts';
import type * as Tls from '../host-bridge/wit/zora-node-tls.d.ts';
import type * as ToolHost from '../host-bridge/wit/zora-node-tool-host.d.ts';
import type * as WebCrypto from '../host-bridge/wit/zora-node-webcrypto.d.ts';
import type * as Workers from '../host-bridge/wit/zora-node-workers.d.ts';
import type * as Zlib from '../host-bridge/wit/zora-node-zlib.d.ts';

/** What the caller of an instance may do; what is absent is denied. */
export interface Rights {
  allowedPaths?: string[];
  deniedPaths?: string[];
  allowedCommands?: string[];
  /** Patterns of what may be connected to, and of where may be listened. */
  network?: { allow: string[]; listen?: string[] };
  /** Names of host variables. */
  env?: string[];
  /** The host's variables; the process's by default. */
  hostEnv?: Record<string, string>;
  limits?: Record<string, number>;
  /** Milliseconds; a minute by default. */
  maxExecutionTime?: number;
  cwd?: string;
  argv?: string[];
  /** All of standard input; absent: it is at its end. */
  stdin?: string;
  /** The instance runs scripts: `compiler` is there. */
  scripts?: boolean;
  /** What a worker of the instance does, in the place of a component: it gives the exit code. */
  worker?: (worker: { imports: Imports }) => Promise<number>;
}

/** The interfaces as a component imports them, for one instance. */
export interface Imports {
  'zora:node/io': typeof Io;
  'zora:node/reactor-host': typeof ReactorHost;
  'zora:node/system': typeof System;
  'zora:node/stdio': typeof Stdio;
  'zora:node/child-process': typeof ChildProcess;
  'zora:node/http': typeof Http;
  'zora:node/tool-host': typeof ToolHost;
  'zora:node/file-system': typeof FileSystem;
  'zora:node/network': typeof Network;
  'zora:node/name-lookup': typeof NameLookup;
  'zora:node/datagram': typeof Datagram;
  'zora:node/tls': typeof Tls;
  'zora:node/os': typeof Os;
  'zora:node/zlib': typeof Zlib;
  'zora:node/intl': typeof Intl;
  'zora:node/crypto': typeof Crypto;
  'zora:node/webcrypto': typeof WebCrypto;
  'zora:node/compiler': typeof Compiler;
  'zora:node/workers': typeof Workers;
}

/** A guest's `reactor.turn`. */
export type Turn = (ready: Uint32Array) => Promise<State>;

/** One instance of the host under test. */
export interface Instance {
  imports: Imports;
  /** Drives a guest's loop until it is idle or has called `exit`. @throws when the instance is stopped or a turn throws */
  run(turn: Turn, options?: { signal?: AbortSignal }): Promise<{ kind: 'idle' } | { kind: 'exit'; code: number }>;
  /** What was written to the standard streams so far. */
  written(stream: 1 | 2): string;
  /** What `tool-host` was told, in order. */
  answers: unknown[];
  /** Ends everything that the instance holds. */
  dispose(): Promise<void>;
}

/** Makes instances: what a host has to provide to run the contract's tests. */
export type OpenInstance = (rights?: Rights) => Promise<Instance>;

/** Waits until a pollable is ready, by watching it. */
export type Ready = (pollable: Io.Pollable) => Promise<void>;

/**
 * Runs `main` as a guest: between its calls of `ready` it has the turn; there, the turn ends and the host's loop is
 * driven until the watch fires.
 */
export async function asGuest<T>(instance: Instance, main: (ready: Ready) => Promise<T>): Promise<T> {
  const { watch, unwatch } = instance.imports['zora:node/reactor-host'];
  const waiting = new Map<number, () => void>();
  let nextToken = 1;
  let pause = Promise.withResolvers<void>();
  let result: Promise<T> | undefined;
  let finished = false;

  const ready: Ready = (pollable) => {
    const token = nextToken++;
    watch(pollable, token);
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(token, resolve);
    pause.resolve();
    return promise;
  };
  const turn: Turn = async (tokens) => {
    pause = Promise.withResolvers();
    for (const token of tokens) {
      unwatch(token);
      waiting.get(token)?.();
      waiting.delete(token);
    }
    result ??= main(ready).finally(() => {
      finished = true;
      pause.resolve();
    });
    result.catch(() => {});
    // Of two that wait at once one may go on to its end, and the other still wait: neither would end the turn.
    await new Promise((resolve) => setImmediate(resolve));
    if (!finished && waiting.size > 0) return { tag: 'until-ready-or', val: 20 };
    await pause.promise;
    return finished ? { tag: 'idle' } : { tag: 'until-ready' };
  };
  await instance.run(turn);
  return result as Promise<T>;
}

/** The WIT error in what a host throws: its `payload`, or a value that is no `Error`. Undefined for what traps. */
export function payloadOf(error: unknown): { payload: unknown } | undefined {
  if (typeof error === 'object' && error !== null && 'payload' in error) return { payload: error.payload };
  return error instanceof Error ? undefined : { payload: error };
}

/** The WIT error that a call gives. @throws when it gives none */
export async function errorOf(call: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    const found = payloadOf(error);
    if (found === undefined) throw error;
    return found.payload;
  }
  throw new Error(`the call gave no error but ${JSON.stringify(value)}`);
}

/** Reads a stream to its end. */
export async function readAll(ready: Ready, stream: Io.InputStream | undefined): Promise<string> {
  return (await readBytes(ready, stream)).toString('latin1');
}

/** Reads a stream to its end, as bytes. @throws when it ends with anything but `closed` */
export async function readBytes(ready: Ready, stream: Io.InputStream | undefined): Promise<Buffer> {
  if (stream === undefined) throw new Error('there is no such stream');
  const chunks: Uint8Array[] = [];
  for (;;) {
    let chunk: Uint8Array;
    try {
      chunk = stream.read(65536);
    } catch (error) {
      const { payload } = error as { payload?: { tag: string } };
      if (payload?.tag !== 'closed') throw error;
      return Buffer.concat(chunks);
    }
    if (chunk.length === 0) await ready(stream.subscribe());
    else chunks.push(chunk.slice());
  }
}

/** Drops a handle, as the guest does. */
export function drop(resource: object): void {
  (resource as { [Symbol.dispose]?: () => void })[Symbol.dispose]?.();
}
