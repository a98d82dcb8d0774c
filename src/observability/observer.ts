/** What an embedder can watch: invocations from the request to the end, with each decision in between. */
import type { AuditEvent } from '../../host-bridge/audit.ts';

/** One invocation, as it was asked for. It holds no input and no secret. */
export interface Invocation {
  /** A number that no other invocation of this process has. */
  readonly id: number;
  /** A tool's call, or a program's run. */
  readonly kind: 'invoke' | 'run';
  /** The token's job. */
  readonly jobId: string;
  /** The tool's name; of a program, the file's. */
  readonly tool: string;
  /** SHA-256 of the component. */
  readonly component: string;
  /** When it was asked for, milliseconds of the wall clock. */
  readonly time: number;
}

/** It left the queue and has an instance. */
export interface InvocationStart {
  /** The instance was there already; otherwise it was made for this invocation. */
  readonly warm: boolean;
}

/** How an invocation ended. */
export interface InvocationEnd {
  /** `resolved` with a result, `rejected` by the tool, `exited` as a program does, `stopped` by the sandbox, `failed` by one of the embedder's hooks. */
  readonly outcome: 'resolved' | 'rejected' | 'exited' | 'stopped' | 'failed';
  /** The error's code, where there is one. */
  readonly code: string | undefined;
  /** A program's exit code. */
  readonly exitCode: number | undefined;
  /** Milliseconds since it was asked for. */
  readonly milliseconds: number;
}

/** Watches one invocation. */
export interface InvocationObserver {
  started?(start: InvocationStart): void;
  /** One decision. What it throws ends the invocation, as with the `audit` hook. */
  audit?(event: AuditEvent): void;
  /** What it throws becomes a warning of the process: the invocation has ended by then. */
  ended?(end: InvocationEnd): void;
}

/** Watches a sandbox. */
export interface Observer {
  /** An invocation is asked for. What it throws, the caller gets. @returns who watches it, if anybody */
  begin(invocation: Invocation): InvocationObserver | undefined;
}
