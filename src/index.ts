/** wasi-node: Node tools in WebAssembly sandboxes, each call checked against a capability token. */
export {
  type AuditEvent,
  type AuthorizeRequest,
  type Grant,
  InvalidGrantError,
  InvalidTokenError,
  type WorkerCapabilityToken,
} from '../host-bridge/index.ts';
export { BuildError, type BuildErrorCode } from './build/errors.ts';
export type { SnapshotMode } from './build/snapshot.ts';
export { AuditLog, AuditLogError } from './observability/audit-log.ts';
export { InvocationEvents } from './observability/events.ts';
export type {
  Invocation,
  InvocationEnd,
  InvocationObserver,
  InvocationStart,
  Observer,
} from './observability/observer.ts';
export { openTelemetry, type TelemetryOptions } from './observability/telemetry.ts';
export { SandboxError, type SandboxErrorCode, ToolError } from './sandbox/errors.ts';
export { createSandbox, type InvokeOptions, Sandbox, type SandboxOptions, Tool } from './sandbox/index.ts';
export type { ToolDescription } from './sandbox/messages.ts';
export type { GrantInput, TokenInput } from './sandbox/options.ts';
export type { Program, RunOptions } from './sandbox/script.ts';
