/** What a worker and its parent say to each other beside the program's own messages. */
import type { Program, ResourceLimits } from './options.ts';

/** What a worker is started with; its ports are the control channel's, the program's, and those of `transferList`. */
export interface Start {
  program: Program;
  execArgv: string[];
  name: string;
  stdin: boolean;
  workerData: unknown;
  environmentData: Map<unknown, unknown>;
  resourceLimits: ResourceLimits;
}

/** To the parent. */
export type FromWorker =
  | { type: 'online' }
  | { type: 'output'; stream: 1 | 2; chunk: Uint8Array | string; encoding: string }
  | { type: 'error'; error: SentError };

/** To the worker. */
export type ToWorker = { type: 'input'; chunk: Uint8Array | string | null };

/** An error on its way. */
export type SentError =
  | { kind: 'error'; constructorName: string; properties: Map<string, { value: unknown; enumerable: boolean }> }
  | { kind: 'value'; value: unknown }
  | { kind: 'text'; text: string };
