/** Tools in Zora's shape, each call of which runs in a sandbox under the job's token. */
import { parseGrant } from '../../host-bridge/capability/grant.ts';
import { parseToken } from '../../host-bridge/capability/token.ts';
import type { InvokeOptions, Sandbox, Tool } from '../sandbox/index.ts';
import type { GrantInput, TokenInput } from '../sandbox/options.ts';
import { createBudget } from './budget.ts';
import { ToolCallError, toToolCallError } from './errors.ts';
import { type GrantExtras, grantFromPolicy } from './grant.ts';
import { parsePolicy, type ZoraPolicy } from './policy.ts';
import { fetchSecrets } from './secrets.ts';
import type { ZoraApprove, ZoraAudit, ZoraBudget, ZoraLogger, ZoraSecrets, ZoraTool } from './shapes.ts';
import { CallTrail } from './trail.ts';

/** What the tools of a job share. */
export interface SandboxedToolsOptions {
  /** Entry files, components, or tools that are loaded already. */
  tools: readonly (string | Tool)[];
  /** The job's token (`tokenFromPolicy`). */
  token: TokenInput;
  policy: ZoraPolicy;
  /** What the policy says nothing of: variables, further limits, confinement. */
  grant?: GrantExtras | undefined;
  /** Zora's `AuditLogger`. */
  audit?: ZoraAudit | undefined;
  /** Zora's `SecretsManager`. */
  secrets?: ZoraSecrets | undefined;
  /** Which secret a tool finds in which variable, by the tool's name: `{ shell_exec: { GITHUB_TOKEN: 'github' } }`. */
  secretVariables?: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined;
  /** Zora's logger. */
  logger?: ZoraLogger | undefined;
  /** Counts the session's actions; Zora's `PolicyEngine`, or by default a count of these tools alone. */
  budget?: ZoraBudget | undefined;
  /** Asks a person where the policy wants it (`always_flag`, `on_exceed = "flag"`). Without it the answer is no. */
  approve?: ZoraApprove | undefined;
  /** Narrows single decisions (see `InvokeOptions`). */
  authorize?: InvokeOptions['authorize'];
  /** Ends the calls of the job. */
  signal?: AbortSignal | undefined;
  /** The tools' working directory; the process's by default. */
  cwd?: string | undefined;
  /** The provider in audit entries, `wasi-node` by default. */
  provider?: string | undefined;
}

/** On tools that were made here. A copy of a tool keeps it. */
export const SANDBOXED: unique symbol = Symbol('wasi-node.sandboxed');

/** A job, ready for calls. */
interface Session extends SandboxedToolsOptions {
  policy: ZoraPolicy;
  grantInput: GrantInput;
  budget: ZoraBudget;
}

/**
 * The tools of a job in Zora's shape, ready for `customTools`. A call throws `ToolCallError`, whose `code` is a string.
 * @throws InvalidPolicyError, InvalidTokenError, InvalidGrantError, BuildError before any tool is there
 */
export async function sandboxedTools(sandbox: Sandbox, options: SandboxedToolsOptions): Promise<ZoraTool[]> {
  const policy = parsePolicy(options.policy);
  const grantInput = grantFromPolicy(policy, options.grant);
  parseToken(options.token);
  parseGrant(grantInput);
  const session: Session = { ...options, policy, grantInput, budget: options.budget ?? createBudget(policy) };
  const loaded = await Promise.all(options.tools.map((tool) => (typeof tool === 'string' ? sandbox.load(tool) : tool)));
  return loaded.flatMap((tool) =>
    tool.tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      input_schema: inputSchema === '' ? { type: 'object' } : (JSON.parse(inputSchema) as Record<string, unknown>),
      handler: (input: Record<string, unknown>) => call(session, tool, name, input),
      [SANDBOXED]: true,
    })),
  );
}

async function call(session: Session, tool: Tool, name: string, input: Record<string, unknown>): Promise<unknown> {
  const { token, provider = 'wasi-node', audit, logger } = session;
  const trail = new CallTrail({ jobId: token.jobId, provider, toolName: name }, audit, logger);
  await takeAction(session, name, input, trail);
  const dryRun = session.policy.dry_run;
  if (dryRun?.enabled && (dryRun.tools.length === 0 || dryRun.tools.includes(name))) {
    const result = { dry_run: true, would_execute: `${name} ${JSON.stringify(input)}` };
    if (dryRun.audit_dry_runs) await trail.write('dry_run', input, result);
    return result;
  }
  return run(session, tool, name, input, trail);
}

/** Counts the call, and asks a person where the policy wants it. @throws ToolCallError */
async function takeAction(
  { policy, budget, approve }: Session,
  name: string,
  input: Record<string, unknown>,
  trail: CallTrail,
): Promise<void> {
  const { allowed, reason = 'The budget is used up' } = budget.recordAction(name);
  if (!allowed) {
    const onExceed = policy.budget?.on_exceed ?? 'block';
    const approved = onExceed === 'flag' && (await approve?.('budget_exceeded', reason)) === true;
    await trail.write('budget_exceeded', { kind: name }, { allowed: approved, reason, on_exceed: onExceed });
    if (!approved) throw new ToolCallError('ERR_BUDGET_EXCEEDED', reason);
  }
  const flagged = policy.actions?.always_flag ?? [];
  if (flagged.includes('*') || flagged.includes(name)) {
    if ((await approve?.(name, JSON.stringify(input))) === true) return;
    trail.denial({ permission: 'Tool', resource: name }, { reason: 'not approved', rule: 'always_flag' });
    await trail.settled();
    throw new ToolCallError('ERR_NOT_APPROVED', `${name} needs the approval of a person`);
  }
}

async function run(
  session: Session,
  tool: Tool,
  name: string,
  input: Record<string, unknown>,
  trail: CallTrail,
): Promise<unknown> {
  const { token, secrets, secretVariables = {}, grantInput, authorize, signal, cwd } = session;
  const { variables, redact } = await fetchSecrets(
    secrets,
    secretVariables[name] ?? {},
    ({ name: secret, variable, found }) => trail.write('secret_access', { name: secret, variable }, { found }),
  );
  trail.redact = redact;
  await trail.write('tool_invocation', input, { status: 'started' });
  const started = performance.now();
  const durationMs = (): number => Math.round(performance.now() - started);
  let result: unknown;
  try {
    result = redact(
      await tool.invoke(input, {
        token,
        grant: { ...grantInput, env: [...(grantInput.env ?? []), ...Object.keys(variables)] },
        tool: name,
        cwd,
        ...(Object.keys(variables).length === 0 ? {} : { env: { ...process.env, ...variables } }),
        authorize,
        signal,
        audit: (event) => trail.decision(event),
      }),
    );
  } catch (cause) {
    const error = toToolCallError(cause, redact);
    if (error.code === 'ERR_TOKEN_EXPIRED' && trail.denied === 0) {
      trail.denial({ permission: 'Tool', resource: name }, { reason: error.message, rule: 'expiresAt' });
    }
    await trail.settled();
    const { code, message } = error;
    await trail.write(
      'tool_result',
      {},
      { status: 'error', code, message, duration_ms: durationMs(), ...trail.summary() },
    );
    throw error;
  }
  await trail.settled();
  await trail.write('tool_result', {}, { status: 'ok', duration_ms: durationMs(), ...trail.summary() });
  return result;
}
