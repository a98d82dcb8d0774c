/** What the demo calls, and what must come of it. */
import { join } from 'node:path';
import type { GrantInput, TokenInput } from '../../src/index.ts';
import type { ShellResult } from '../tools/shell_exec.ts';
import type { FetchResult } from '../tools/web_fetch.ts';

/** One call. */
export interface DemoCase {
  title: string;
  tool: 'shell_exec' | 'web_fetch';
  input: Record<string, unknown>;
  token?: Partial<TokenInput>;
  grant?: GrantInput;
  /** Checks an allowed call's result; absent: the call must be denied. */
  allowed?: (result: never) => boolean;
  /** The error's code where it is not a denial. */
  failsWith?: string;
}

/** The calls, over a scratch folder and the loopback server. */
export function demoCases(folder: string, server: { host: string; origin: string }): DemoCase[] {
  const network: GrantInput = { network: { allow: [server.host] } };
  const shell = (title: string, command: string, rest: Partial<DemoCase> = {}): DemoCase => ({
    title,
    tool: 'shell_exec',
    input: { command, cwd: folder },
    ...rest,
  });
  const web = (title: string, url: string, rest: Partial<DemoCase> = {}): DemoCase => ({
    title,
    tool: 'web_fetch',
    input: { url },
    grant: network,
    ...rest,
  });
  return [
    shell('a listed command', 'git --version', {
      allowed: (r: ShellResult) => r.exit_code === 0 && r.stdout.startsWith('git version'),
    }),
    shell(
      'a pipe of listed commands, with a redirect into the allowed folder',
      'git --version | sort > version.txt; cat version.txt',
      {
        allowed: (r: ShellResult) => r.exit_code === 0 && r.stdout.startsWith('git version'),
      },
    ),
    shell('a listed command that fails', 'git rev-parse HEAD', { allowed: (r: ShellResult) => r.exit_code === 128 }),
    web('a page of a listed host', `${server.origin}/page`, {
      allowed: (r: FetchResult) => r.status === 200 && r.body.startsWith('Grüße'),
    }),
    web('a redirect within the listed host', `${server.origin}/moved`, {
      allowed: (r: FetchResult) => r.redirected && r.status === 200,
    }),
    shell('a command that is not listed', 'curl --version'),
    shell('one hidden in a pipe', 'git --version | nc -h'),
    shell('one hidden in a substitution', 'cat "$(id -u)"'),
    shell('a path outside the token as a redirect', 'git --version > /etc/demo.txt'),
    shell('a working directory outside the token', 'git --version', { input: { command: 'git --version', cwd: '/' } }),
    web('a host that is not listed', 'http://example.com/'),
    web('a redirect to the metadata address', `${server.origin}/to-metadata`),
    shell('an expired token', 'git --version', {
      token: { expiresAt: new Date(Date.now() - 1000) },
      failsWith: 'ERR_TOKEN_EXPIRED',
    }),
    shell('a command that outlives its time', 'sleep 30', {
      token: { maxExecutionTime: 400 },
      failsWith: 'ERR_TOOL_TIMEOUT',
    }),
  ];
}

/** The demo's token. */
export function demoToken(folder: string): TokenInput {
  const now = Date.now();
  return {
    jobId: 'demo',
    allowedPaths: [folder],
    deniedPaths: [join(folder, 'secret')],
    allowedCommands: ['git', 'sort', 'cat', 'sleep'],
    allowedTools: [],
    maxExecutionTime: 20_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 600_000),
  };
}
