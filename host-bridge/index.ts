/** The host bridge: the implementation of `zora:node` for one caller, each call checked against its token. */
export type { AuditEvent, AuditSink } from './audit.ts';
export { createHostBridge, type HostBridge, type HostBridgeOptions } from './bridge.ts';
export type { Authority, AuthorizeHook, AuthorizeRequest } from './capability/authority.ts';
export { AccessDenied, LimitExceeded, TokenExpired } from './capability/denial.ts';
export { type Grant, InvalidGrantError, parseGrant } from './capability/grant.ts';
export { InvalidTokenError, parseToken, type WorkerCapabilityToken } from './capability/token.ts';
export type { ChildRegistry } from './child-process.ts';
export { type Compiler, loadCompiler } from './compiler.ts';
export { findBubblewrap } from './internal/confinement/probe.ts';
export { HostReactor, type RunEnd, type Turn } from './internal/reactor-driver.ts';
export { GuestStopped, GuestTrapped } from './internal/run-errors.ts';
export type { RunningInstance, WorkerStart } from './internal/workers/crew.ts';
export type { ToolAnswer, ToolFailure } from './tool-host.ts';
export type { Outcome } from './wit/zora-node-workers.d.ts';
