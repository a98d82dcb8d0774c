/** Zora's own shapes, restated: objects of Zora fit as they are, and so do stand-ins. */
import type { Verdict } from './enforce.ts';

/** A tool as Zora's `customTools` take it. */
export interface ZoraTool {
  name: string;
  description: string;
  /** JSON Schema. */
  input_schema: Record<string, unknown>;
  handler: (input: Record<string, unknown>) => Promise<unknown>;
}

/** A token as Zora declares it: a plain object that Zora's code may hold, send through JSON and change. */
export interface ZoraToken {
  jobId: string;
  allowedPaths: string[];
  deniedPaths: string[];
  allowedCommands: string[];
  allowedTools: string[];
  /** Milliseconds. */
  maxExecutionTime: number;
  createdAt: Date;
  expiresAt: Date;
}

export type ZoraEventType =
  | 'tool_invocation'
  | 'tool_result'
  | 'policy_violation'
  | 'budget_exceeded'
  | 'dry_run'
  | 'secret_access';

/** An audit entry, without what Zora's logger adds (`entryId`, `hash`, `previousHash`). */
export interface ZoraAuditEntry {
  jobId: string;
  eventType: ZoraEventType;
  /** ISO. */
  timestamp: string;
  provider: string;
  toolName: string;
  parameters: Record<string, unknown>;
  result: Record<string, unknown>;
}

/** Zora's `AuditLogger`. */
export interface ZoraAudit {
  log(entry: ZoraAuditEntry): unknown;
}

/** Zora's `SecretsManager`. */
export interface ZoraSecrets {
  /** null where there is none of this name. */
  getSecret(name: string): Promise<string | null>;
}

/** Zora's logger (pino). */
export interface ZoraLogger {
  warn(data: object, message: string): void;
  error(data: object, message: string): void;
}

/** Zora's `PolicyEngine`, as far as it counts actions. */
export interface ZoraBudget {
  /** Takes one action of a kind; not allowed where the session has none left. */
  recordAction(kind: string): Verdict;
}

/** Zora's flag callback: asks a person. */
export type ZoraApprove = (action: string, detail: string) => Promise<boolean>;
