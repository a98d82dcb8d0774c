/** What the embedder's thread and a worker say to each other. */

import type { Grant } from '../../host-bridge/capability/grant.ts';
import type { WorkerCapabilityToken } from '../../host-bridge/capability/token.ts';
import type { AuditEvent, AuthorizeRequest } from '../../host-bridge/index.ts';
import type { FailureData, SandboxErrorCode } from './errors.ts';

/** A component as a worker needs it; the compiled modules are shared between the threads. */
export interface LoadedComponent {
  /** SHA-256 of the component. */
  id: string;
  /** How it is instantiated: a `Plan` as JSON, which crosses threads faster. */
  plan: string;
  /** The interfaces that it imports, without versions. */
  imports: string[];
  /** How many instances of it wait for a caller in each thread. */
  warm: number;
  /** The cache's folder, which no guest may write to. */
  cache: string;
  /** Its core modules, and how many pages the memory of each begins with. */
  modules: [name: string, module: WebAssembly.Module, pages: number | undefined][];
}

/** One call of one tool. */
export interface Job {
  id: number;
  component: string;
  call: { kind: 'describe' } | { kind: 'invoke'; tool: string; input: string } | { kind: 'run'; argv: string[] };
  token: WorkerCapabilityToken;
  grant: Grant;
  cwd: string;
  /** The host's variables as the caller sets them; absent: the process's. The grant says which of them the guest sees. */
  env?: Record<string, string | undefined> | undefined;
  /** Standard streams: the process's own, or the `output` hook with an input at its end. */
  stdio: 'inherit' | 'hook';
  hooks: { authorize: boolean; audit: boolean; output: boolean };
}

/** What a tool says about itself (`zora:node/tool.description`). */
export interface ToolDescription {
  name: string;
  description: string;
  /** JSON Schema as text; empty where the tool has none. */
  inputSchema: string;
}

/** How a job ended. */
export type Outcome =
  | { kind: 'described'; tools: ToolDescription[] }
  | { kind: 'resolved'; output: string }
  | { kind: 'rejected'; failure: FailureData }
  | { kind: 'exited'; code: number }
  | { kind: 'stopped'; code: SandboxErrorCode; message: string; exitCode?: number | undefined };

/** To a worker. */
export type ToWorker =
  | { type: 'load'; component: LoadedComponent }
  | { type: 'run'; job: Job }
  | { type: 'stop'; id: number; code: SandboxErrorCode; message: string }
  | { type: 'authorized'; id: number; question: number; allowed: boolean };

/** From a worker. */
export type FromWorker =
  | { type: 'ready' }
  /** The guest was told to stop: its thread is not spinning, and ends what it holds. */
  | { type: 'stopping'; id: number }
  /** The guest is about to be called. */
  | { type: 'started'; id: number; warm: boolean }
  | { type: 'end'; id: number; outcome: Outcome; warm: boolean }
  | { type: 'audit'; id: number; event: AuditEvent }
  | { type: 'authorize'; id: number; question: number; request: AuthorizeRequest }
  | { type: 'output'; id: number; stream: 1 | 2; data: Uint8Array };

let lastJob = 0;

/** A number that no other job of this process has. */
export function nextJobId(): number {
  return ++lastJob;
}
