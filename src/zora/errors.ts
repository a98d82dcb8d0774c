/** What can go wrong between Zora and a sandboxed tool. */

/** A policy that cannot be carried out as it is written. */
export class InvalidPolicyError extends TypeError {
  override readonly name = 'InvalidPolicyError';
  readonly code = 'ERR_INVALID_POLICY';
  /** One line a problem, each naming its field. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid policy: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** Codes that a call ends with beside those of the sandbox (`SandboxErrorCode`) and of the tool itself. */
export type ToolCallErrorCode =
  /** The session has no action of this kind left. */
  | 'ERR_BUDGET_EXCEEDED'
  /** The policy wants a person to approve the call, and nobody did. */
  | 'ERR_NOT_APPROVED'
  /** `getSecret` knows no such secret. */
  | 'ERR_SECRET_NOT_FOUND'
  /** An audit entry could not be written. */
  | 'ERR_AUDIT_FAILED'
  /** The tool threw an error without a code. */
  | 'ERR_TOOL_FAILED';

/** Why a call of a sandboxed tool failed. `cause` is the error of the sandbox or of the tool. */
export class ToolCallError extends Error {
  override readonly name = 'ToolCallError';
  /** Always a string: one of `ToolCallErrorCode`, of `SandboxErrorCode`, or the tool's own (`ERR_ACCESS_DENIED`, `ENOENT`). */
  readonly code: string;
  /** What was needed, where the call was denied (`ChildProcess`, `FileSystemRead`, `FileSystemWrite`, `Net`, `Environment`, `Tool`). */
  readonly permission: string | undefined;
  /** What was denied, as the tool named it. */
  readonly resource: string | undefined;

  constructor(
    code: string,
    message: string,
    options: ErrorOptions & { permission?: string | undefined; resource?: string | undefined } = {},
  ) {
    super(message, options);
    this.code = code;
    this.permission = options.permission;
    this.resource = options.resource;
  }
}

interface CodedError extends Error {
  code?: unknown;
  permission?: unknown;
  resource?: unknown;
}

const MAX_CAUSES = 8;

/** The denial in an error or in its causes (`fetch`, for one, wraps what stopped it), or else the error itself. */
function decisive(error: CodedError): CodedError {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < MAX_CAUSES; at = at.cause, depth++) {
    if ((at as CodedError).code === 'ERR_ACCESS_DENIED') return at;
  }
  return error;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/**
 * The error of a failed call, with a code whatever it was.
 * @param redact takes secrets out of its text
 */
export function toToolCallError(cause: unknown, redact: (text: string) => string): ToolCallError {
  if (cause instanceof ToolCallError) return cause;
  if (!(cause instanceof Error)) return new ToolCallError('ERR_TOOL_FAILED', redact(String(cause)));
  const error = decisive(cause);
  const resource = text(error.resource);
  return new ToolCallError(text(error.code) ?? 'ERR_TOOL_FAILED', redact(error.message), {
    permission: text(error.permission),
    resource: resource === undefined ? undefined : redact(resource),
    // An error whose text holds a secret is not handed on.
    ...(redact(errorText(cause)) === errorText(cause) ? { cause } : {}),
  });
}

function errorText(error: Error): string {
  const parts: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < MAX_CAUSES; at = at.cause, depth++) {
    parts.push(at.message, at.stack ?? '', JSON.stringify(at));
  }
  return parts.join('\n');
}
