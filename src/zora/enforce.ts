/** Zora's own questions about a token, answered by the checks of the host bridge. */
import { type Authority, createAuthority } from '../../host-bridge/capability/authority.ts';
import { AccessDenied } from '../../host-bridge/capability/denial.ts';
import { InvalidGrantError } from '../../host-bridge/capability/grant.ts';
import { InvalidTokenError, parseToken } from '../../host-bridge/capability/token.ts';
import type { GrantInput, TokenInput } from '../sandbox/options.ts';

/** What may be asked about. */
export interface CapabilityAction {
  /** A path to read or write, a command line, a tool's name, or a URL to fetch. */
  type: 'path' | 'command' | 'tool' | 'url';
  target: string;
}

/** An answer. */
export interface Verdict {
  allowed: boolean;
  /** Why not. */
  reason?: string;
}

/** What an answer depends on beside the token. */
export interface EnforceOptions {
  /** For URLs; without it none is allowed. */
  grant?: GrantInput | undefined;
  /** What relative paths are relative to; the process's working directory by default. */
  cwd?: string | undefined;
}

/**
 * Whether a token allows an action; takes the place of Zora's `enforceCapability`. A command line is parsed as the shell does, and every
 * command, path and variable in it is checked; a path is followed through its links.
 * @throws InvalidGrantError
 */
export function enforceCapability(
  token: TokenInput,
  action: CapabilityAction,
  { grant, cwd }: EnforceOptions = {},
): Verdict {
  const tool = action.type === 'tool' ? action.target : undefined;
  try {
    // A token for certain tools says nothing against an action of one of them: only the tool itself is asked by its name.
    const rights = tool === undefined ? { ...token, allowedTools: [] } : token;
    ask(createAuthority({ token: rights, grant, cwd, tool }), action);
    return { allowed: true };
  } catch (error) {
    return { allowed: false, reason: reasonOf(error) };
  }
}

function ask(authority: Authority, { type, target }: CapabilityAction): void {
  switch (type) {
    case 'path':
      authority.readPath(target);
      return;
    case 'command': {
      const { variables } = authority.environment(
        Object.entries(authority.visibleEnvironment) as [string, string][],
        authority.cwd,
      );
      authority.shellLine({ line: target, variables });
      return;
    }
    case 'tool':
      authority.assertTool();
      return;
    case 'url':
      authority.request({ method: 'GET', url: target });
      return;
    default:
      throw new TypeError(`There is no action of the type ${String(type)}`);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof InvalidGrantError) throw error;
  if (error instanceof AccessDenied) return `${error.permission} ${error.resource}: ${error.rule}`;
  // A token that is none or has run out, a file that is not there, an action that cannot be looked at: not allowed either way.
  return error instanceof Error ? error.message : String(error);
}

/**
 * Whether a token has expired; takes the place of Zora's `isTokenExpired`. A token that is none has: its dates may be strings (from JSON),
 * and dates that are none never lie in the future.
 */
export function isTokenExpired(token: TokenInput): boolean {
  try {
    return parseToken(token).expiresAt.getTime() <= Date.now();
  } catch (error) {
    if (error instanceof InvalidTokenError) return true;
    throw error;
  }
}
