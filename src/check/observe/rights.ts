/** The token and the grant of a run that is recorded: all that can be named. */

import { readdirSync } from 'node:fs';
import { delimiter, isAbsolute } from 'node:path';
import type { GrantInput, TokenInput } from '../../sandbox/options.ts';

/** Every program on `PATH`, every path. @param maxExecutionTime milliseconds of one call */
export function recordingToken(maxExecutionTime: number): TokenInput {
  const now = Date.now();
  return {
    jobId: 'observe',
    allowedPaths: ['/'],
    deniedPaths: [],
    allowedCommands: programs(),
    allowedTools: [],
    maxExecutionTime,
    createdAt: new Date(now),
    expiresAt: new Date(now + 24 * 3_600_000),
  };
}

/** Every host, special addresses too. @param variables those that the program names in its text */
export function recordingGrant(variables: readonly string[]): GrantInput {
  return {
    network: { allow: ['*', 'localhost', '0.0.0.0/0', '::/0'], listen: [':*'] },
    env: [...variables],
  };
}

function programs(): string[] {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder));
  return [...new Set(folders.flatMap(namesIn))];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // `PATH` may name folders that are not there.
    return [];
  }
}
