/** wasi-node for Zora: its policy as token and grant, its tools in sandboxes, its audit log as the trail. Depends on nothing of Zora. */
export type { TokenInput } from '../../host-bridge/capability/token.ts';
export { createBudget } from './budget.ts';
export {
  type CapabilityAction,
  type EnforceOptions,
  enforceCapability,
  isTokenExpired,
  type Verdict,
} from './enforce.ts';
export { InvalidPolicyError, ToolCallError, type ToolCallErrorCode } from './errors.ts';
export { type GrantExtras, grantFromPolicy } from './grant.ts';
export { sandboxHook, type ZoraTaskContext } from './hook.ts';
export { parsePolicy, type ZoraPolicy } from './policy.ts';
export type {
  ZoraApprove,
  ZoraAudit,
  ZoraAuditEntry,
  ZoraBudget,
  ZoraEventType,
  ZoraLogger,
  ZoraSecrets,
  ZoraToken,
  ZoraTool,
} from './shapes.ts';
export { type TokenOverrides, tokenFromPolicy } from './token.ts';
export { type SandboxedToolsOptions, sandboxedTools } from './tools.ts';
