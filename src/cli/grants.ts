/** Builds the token and the grant of a trial from command-line options. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { GrantInput, TokenInput } from '../sandbox/options.ts';
import { UsageError } from './output.ts';

/** The options of `wasi-node run` that say what a call may do. */
export interface GrantOptions {
  token?: string;
  grant?: string;
  allowCommand: string[];
  allowPath: string[];
  denyPath: string[];
  allowHost: string[];
  allowEnv: string[];
  timeout?: number;
  confinement?: 'auto' | 'required' | 'off';
}

const DEFAULT_TIMEOUT_MS = 60_000;

/** The token: that of `--token`, or one made of the short options. */
export async function tokenFrom(options: GrantOptions): Promise<TokenInput> {
  if (options.token !== undefined) {
    if (
      options.allowCommand.length + options.allowPath.length + options.denyPath.length > 0 ||
      options.timeout !== undefined
    ) {
      throw new UsageError(
        '--token and the short forms --allow-command, --allow-path, --deny-path and --timeout exclude each other',
      );
    }
    return (await readJson(options.token, 'token')) as TokenInput;
  }
  const maxExecutionTime = options.timeout ?? DEFAULT_TIMEOUT_MS;
  const now = Date.now();
  return {
    jobId: randomUUID(),
    allowedPaths: options.allowPath,
    deniedPaths: options.denyPath,
    allowedCommands: options.allowCommand,
    allowedTools: [],
    maxExecutionTime,
    createdAt: new Date(now),
    expiresAt: new Date(now + maxExecutionTime + 3_600_000),
  };
}

/** The grant: that of `--grant`, or one made of the short options. */
export async function grantFrom(options: GrantOptions): Promise<GrantInput> {
  if (options.grant !== undefined) {
    if (options.allowHost.length + options.allowEnv.length > 0 || options.confinement !== undefined) {
      throw new UsageError(
        '--grant and the short forms --allow-host, --allow-env and --confinement exclude each other',
      );
    }
    return (await readJson(options.grant, 'grant')) as GrantInput;
  }
  return {
    ...(options.allowHost.length > 0 ? { network: { allow: options.allowHost } } : {}),
    ...(options.allowEnv.length > 0 ? { env: options.allowEnv } : {}),
    ...(options.confinement !== undefined ? { confinement: options.confinement } : {}),
  };
}

async function readJson(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`The ${what} file ${path} could not be read: ${(cause as Error).message}`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`The ${what} file ${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
