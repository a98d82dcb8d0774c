/** What the command line prints, and how it says that something went wrong. */
import { styleText } from 'node:util';
import { InvalidTokenError } from '../../host-bridge/capability/token.ts';
import { BuildError } from '../build/errors.ts';
import { SandboxError, ToolError } from '../sandbox/errors.ts';

/** The exit codes. */
export const EXIT = { done: 0, failed: 1, usage: 2, denied: 3, timeout: 124 } as const;

/** Bytes for a person. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(2)} MB`;
}

/** The exit code that an error stands for. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof InvalidTokenError) return EXIT.usage;
  if (error instanceof ToolError) return denialOf(error) === undefined ? EXIT.failed : EXIT.denied;
  if (error instanceof SandboxError) {
    if (error.code === 'ERR_TOOL_TIMEOUT') return EXIT.timeout;
    if (error.code === 'ERR_TOKEN_EXPIRED') return EXIT.denied;
    if (error.code === 'ERR_TOOL_EXIT' && error.exitCode !== undefined) return error.exitCode;
  }
  return EXIT.failed;
}

/** The denial in an error or in its causes: `fetch`, for one, wraps what stopped it. */
function denialOf(error: unknown): Error | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++) {
    if ((at as { code?: unknown }).code === 'ERR_ACCESS_DENIED') return at;
  }
  return undefined;
}

/** A command line that cannot be carried out. */
export class UsageError extends Error {
  readonly code = 'ERR_USAGE';
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UsageError';
  }
}

/** An error for a person: its code, what happened, and the guest's stack where there is one. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return `error: ${String(error)}`;
  const code = (error as { code?: unknown }).code;
  const head = `${styleText('red', 'error')}${typeof code === 'string' ? ` ${code}` : ''}: ${error.message}`;
  const denial = denialOf(error);
  if (denial !== undefined) return denial === error ? head : `${head}\n  because: ${describeError(denial)}`;
  if (error instanceof ToolError && error.stack !== undefined) {
    const frames = error.stack.split('\n').filter((line) => /^\s+at /.test(line));
    const cause = error.cause instanceof Error ? [`  because: ${describeError(error.cause)}`] : [];
    return [head, ...frames, ...cause].join('\n');
  }
  const known =
    error instanceof ToolError ||
    error instanceof BuildError ||
    error instanceof SandboxError ||
    error instanceof UsageError;
  return known || typeof code === 'string' ? head : (error.stack ?? head);
}

/** An error for a program. */
export function errorData(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  return { ...error, name: error.name, message: error.message };
}
