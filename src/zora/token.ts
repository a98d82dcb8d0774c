/** Tokens made of a policy, for one job. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { isWithin, realize } from '../../host-bridge/capability/paths/resolve.ts';
import { parseToken } from '../../host-bridge/capability/token.ts';
import { allowedCommands, narrowCommands } from './commands.ts';
import { parsePolicy, type ZoraPolicy } from './policy.ts';
import type { ZoraToken } from './shapes.ts';
import { parseDuration } from './units.ts';

/** What a job may have less of than the policy allows. */
export interface TokenOverrides {
  allowedPaths?: readonly string[] | undefined;
  /** Denied beside the policy's. */
  deniedPaths?: readonly string[] | undefined;
  allowedCommands?: readonly string[] | undefined;
  /** The policy names no tools: all of these, or every tool. */
  allowedTools?: readonly string[] | undefined;
  /** Milliseconds; the policy's where that is less. */
  maxExecutionTime?: number | undefined;
  /** When the token ends; half an hour after now where that is sooner. */
  expiresAt?: Date | string | undefined;
}

/** A token lives so long, as Zora's do. */
const LIFETIME_MS = 30 * 60_000;
/** Time of an invocation where the policy's is about commands, and no command may run. Zora's own default. */
const DEFAULT_EXECUTION_MS = 60_000;

/**
 * The token of a job under a policy; takes the place of Zora's `createCapabilityToken`.
 * @param overrides each of them narrows: what the policy does not allow stays denied
 * @returns the token with its dates; it may go through JSON and expires at the same millisecond
 * @throws InvalidPolicyError, InvalidTokenError
 */
export function tokenFromPolicy(jobId: string, policy: ZoraPolicy, overrides: TokenOverrides = {}): ZoraToken {
  const checked = parsePolicy(policy);
  const { filesystem, shell } = checked;
  const now = Date.now();
  const commands = allowedCommands(checked);
  const time =
    shell.mode === 'deny_all'
      ? DEFAULT_EXECUTION_MS
      : (parseDuration(shell.max_execution_time) ?? DEFAULT_EXECUTION_MS);
  // The overrides pass the door first: what is no number or no date narrows nothing.
  const wanted = parseToken({
    jobId,
    allowedPaths: overrides.allowedPaths ?? filesystem.allowed_paths,
    deniedPaths: [...new Set([...filesystem.denied_paths, ...(overrides.deniedPaths ?? [])])],
    allowedCommands: overrides.allowedCommands ?? commands,
    allowedTools: overrides.allowedTools ?? [],
    maxExecutionTime: overrides.maxExecutionTime ?? time,
    createdAt: new Date(now),
    expiresAt: overrides.expiresAt ?? new Date(now + LIFETIME_MS),
  });
  return {
    jobId,
    allowedPaths:
      overrides.allowedPaths === undefined
        ? [...wanted.allowedPaths]
        : narrowPaths(filesystem.allowed_paths, wanted.allowedPaths),
    deniedPaths: [...wanted.deniedPaths],
    allowedCommands:
      overrides.allowedCommands === undefined ? commands : narrowCommands(commands, wanted.allowedCommands),
    allowedTools: [...wanted.allowedTools],
    maxExecutionTime: Math.min(time, wanted.maxExecutionTime),
    createdAt: new Date(now),
    expiresAt: new Date(Math.min(now + LIFETIME_MS, wanted.expiresAt.getTime())),
  };
}

/**
 * What is beneath both: where an entry leads that is within one of the policy's, or those of the policy's that are within the entry.
 * A link that is changed later leads nowhere else.
 */
function narrowPaths(allowed: readonly string[], wanted: readonly string[]): string[] {
  const roots = allowed.flatMap((source) => {
    const real = realPath(source);
    return real === undefined ? [] : [{ source, real }];
  });
  const both = wanted.flatMap((entry) => {
    const real = realPath(entry);
    if (real === undefined) return [];
    if (roots.some((root) => isWithin(real, root.real))) return [real];
    return roots.filter((root) => isWithin(root.real, real)).map(({ source }) => source);
  });
  return [...new Set(both)];
}

/** Where a path of a token leads, its links followed as far as they exist; undefined where they go round. */
function realPath(entry: string): string | undefined {
  const path = resolve(entry === '~' || /^~[/\\]/.test(entry) ? join(homedir(), entry.slice(1)) : entry);
  try {
    return realize(path, true);
  } catch {
    return undefined;
  }
}
