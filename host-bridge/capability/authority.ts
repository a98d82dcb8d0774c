import { constants } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type AuditEntry, type AuditSink, createAuditor } from '../audit.ts';
import {
  type AuthorizeDetail,
  type AuthorizeHook,
  createDecider,
  type Decider,
  type Decision,
} from './authority/decide.ts';
import { type Clock, type ClockSources, createClock } from './clock.ts';
import { pathOfChildren, splitPath } from './commands/search.ts';
import { type CommandPlan, type CommandRequest, createCommandRules } from './commands.ts';
import { Credentials } from './credentials.ts';
import { AccessDenied, type Permission } from './denial.ts';
import { type ChildEnvironment, createEnvironmentRules, type HostEnvironment } from './environment.ts';
import { type CheckedGrant, parseGrant } from './grant.ts';
import { createLimits, type Limits } from './limits.ts';
import {
  createNetworkRules,
  type Lookup,
  type NetworkRules,
  type NetworkTarget,
  type RequestTarget,
} from './network.ts';
import { openEntry, openFile, openTarget, type PathHandle } from './path-handle.ts';
import { realize } from './paths/resolve.ts';
import { type CheckedPath, createPathRules, type PathOptions, type PathPermission, type PathRules } from './paths.ts';
import { checkShellLine, type ShellPlan, type ShellRequest, type ShellRules } from './shell.ts';
import { parseToken, type WorkerCapabilityToken } from './token.ts';

export type { AuthorizeHook, AuthorizeRequest, Decision } from './authority/decide.ts';

/** What an authority is made of. */
export interface AuthorityOptions {
  /** The caller's token; checked here. */
  readonly token: unknown;
  /** The caller's grant; checked here. */
  readonly grant?: unknown;
  /** The tool's working directory; the host's by default. */
  readonly cwd?: string | undefined;
  /** The tool that calls, for `allowedTools` and the audit. */
  readonly tool?: string | undefined;
  /** The embedder's own say; it may narrow a decision, never widen it. */
  readonly authorize?: AuthorizeHook | undefined;
  /** Takes one event a decision. */
  readonly audit?: AuditSink | undefined;
  /** The host's variables; `process.env` by default. */
  readonly environment?: HostEnvironment | undefined;
  /** What `~` in the token stands for; the host user's home by default. */
  readonly home?: string | undefined;
  /** The clocks, for tests. */
  readonly clock?: Partial<ClockSources> | undefined;
  /** The resolver of names, for tests. */
  readonly lookup?: Lookup | undefined;
}

/** How a path is asked for. */
export type PathRequest = Omit<PathOptions, 'permission'>;

/** The rights of one caller: every host call of its instance goes through here. */
export interface Authority {
  readonly token: WorkerCapabilityToken;
  readonly grant: CheckedGrant;
  readonly cwd: string;
  readonly tool: string | undefined;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly paths: PathRules;
  readonly network: NetworkRules;
  /** The host variables that the guest may see. */
  readonly visibleEnvironment: HostEnvironment;
  /** What the host adds to requests. */
  readonly credentials: Credentials;
  /** Records an event that is about something other than a decision made here (such as how a child is confined). */
  readonly record: (entry: AuditEntry) => void;

  /** Whether the tool may run at all; the runtime asks before it calls the tool. @throws {AccessDenied} */
  assertTool(): Decision<void>;
  /**
   * Checks a path for reading or writing.
   * @throws {AccessDenied} @throws {TokenExpired}
   */
  readPath(path: string, options?: PathRequest): Decision<CheckedPath>;
  writePath(path: string, options?: PathRequest): Decision<CheckedPath>;
  /** `openTarget` of path-handle.ts, decided on. The caller closes the handle. */
  openTarget(permission: PathPermission, path: string, options?: PathRequest): Decision<PathHandle>;
  /** `openEntry` of path-handle.ts, decided on. The caller closes the handle. */
  openEntry(permission: PathPermission, path: string, options?: PathRequest): Decision<PathHandle>;
  /** `openFile` of path-handle.ts, decided on for each of the permissions that `flags` needs. The caller closes the descriptor. */
  openFile(path: string, flags: number, mode: number, options?: PathRequest): Decision<{ fd: number; real: string }>;
  /** Checks a program and its environment. */
  command(request: CommandRequest): Decision<CommandPlan>;
  /** Checks a line for a shell: each command, path and variable in it. */
  shellLine(request: ShellRequest): Decision<ShellPlan>;
  /** The environment of a child: what the guest sets, filtered. */
  environment(variables: Iterable<readonly [name: string, value: string]>, cwd: string): ChildEnvironment;
  /** Checks an HTTP request, and each hop of a redirect. */
  request(request: { readonly method: string; readonly url: string }): Decision<RequestTarget>;
  /** Checks a connection. */
  connect(host: string, port: number): Decision<NetworkTarget>;
  /** Checks listening. */
  listen(host: string | undefined, port: number): Decision<NetworkTarget>;
  /** Checks a look-up. */
  lookup(host: string): Decision<NetworkTarget>;
  /** The invocation is over: from here on everything is denied, what waits for the hook included. */
  end(): void;
}

/**
 * Makes the authority of one caller, bound to its token and grant for good. Its time starts now.
 * @throws {InvalidTokenError} @throws {InvalidGrantError}
 */
export function createAuthority(options: AuthorityOptions): Authority {
  const token = parseToken(options.token);
  const grant = parseGrant(options.grant);
  const { tool } = options;
  // As `process.cwd()` gives it: a child starts where the links lead.
  const cwd = realize(resolve(options.cwd ?? process.cwd()), true);
  const home = options.home ?? homedir();
  const host = options.environment ?? process.env;
  const clock = createClock(token, options.clock);
  const record = createAuditor(options.audit, { jobId: token.jobId, tool }, options.clock?.wall);
  const toolDeniedBy = toolRule(token, tool);
  const { authorize } = options;
  let ended = false;
  const decide = createDecider({
    jobId: token.jobId,
    tool,
    toolDeniedBy,
    clock,
    authorize,
    record,
    ended: () => ended,
  });

  const paths = createPathRules(token, cwd, home);
  const searchPath = splitPath(host['PATH'], paths);
  const environment = createEnvironmentRules(grant.env, host, pathOfChildren(searchPath));
  const commands = createCommandRules(token.allowedCommands, paths, searchPath, home);
  const network = createNetworkRules(grant.network, options.lookup);
  const credentials = new Credentials(grant.credentials);

  const checkPath = (permission: PathPermission, path: string, request: PathRequest = {}): Decision<CheckedPath> =>
    decide({
      permission,
      resource: path,
      check: () => paths.check(path, { ...request, permission }),
      detail: (checked) => ({ kind: 'path', real: checked?.real ?? path }),
    });
  const holdPath = (
    open: typeof openTarget,
    permission: PathPermission,
    path: string,
    request: PathRequest = {},
  ): Decision<PathHandle> =>
    decide({
      permission,
      resource: path,
      check: () => open(paths, path, { ...request, permission }),
      detail: (handle) => ({ kind: 'path', real: handle?.real ?? path }),
      discard: (handle) => handle.close(),
    });
  const decideNet = <T>(resource: string, check: () => T, detail: AuthorizeDetail): Decision<T> =>
    decide({ permission: 'Net', resource, check, detail: () => detail });

  return {
    token,
    grant,
    cwd,
    tool,
    clock,
    limits: createLimits(grant.limits),
    paths,
    network,
    credentials,
    visibleEnvironment: environment.visible,
    record,
    assertTool() {
      const resource = tool ?? '';
      if (toolDeniedBy !== undefined) {
        const rule = toolDeniedBy;
        record({ permission: 'Tool', resource, verdict: 'denied', reason: `denied by ${rule}`, rule });
        throw new AccessDenied('Tool', resource, rule);
      }
      clock.assertAlive();
      record({ permission: 'Tool', resource, verdict: 'allowed', reason: 'by the token' });
    },
    readPath: (path, request) => checkPath('FileSystemRead', path, request),
    writePath: (path, request) => checkPath('FileSystemWrite', path, request),
    openTarget: (permission, path, request) => holdPath(openTarget, permission, path, request),
    openEntry: (permission, path, request) => holdPath(openEntry, permission, path, request),
    openFile(path, flags, mode, request = {}) {
      const permissions = permissionsOf(flags);
      const how = { ...request, followLast: followsLast(flags), nullDevice: true };
      const first = permissions[0] ?? 'FileSystemRead';
      const decided = inTurn(permissions, (permission) => checkPath(permission, path, how));
      return then(decided, (checked) =>
        openFile(paths, path, flags, mode, { ...how, permission: first }, checked.at(-1)?.real),
      );
    },
    command: (request) =>
      decide({
        permission: 'ChildProcess',
        resource: request.file,
        check: () => commands.find(request),
        detail: () => ({ kind: 'program', file: request.file, args: request.args ?? [], cwd: request.cwd ?? cwd }),
      }),
    shellLine: (request) => decideLine(decide, request, { commands, paths, environment }),
    environment(variables, childDirectory) {
      const child = environment.forChild(variables, childDirectory);
      const rule = 'reserved variable';
      for (const name of child.dropped) {
        record({ permission: 'Environment', resource: name, verdict: 'denied', reason: `denied by ${rule}`, rule });
      }
      return child;
    },
    request: (request) =>
      decide({
        permission: 'Net',
        resource: request.url,
        check: () => network.checkRequest(request),
        detail: () => ({ kind: 'request', method: request.method }),
        note: ({ url }) => {
          const origin = credentials.for(url)?.origin;
          return origin === undefined ? {} : { credentials: origin };
        },
      }),
    connect: (name, port) =>
      decideNet(`${name}:${port}`, () => network.checkConnect(name, port), { kind: 'connection' }),
    listen: (name, port) =>
      decideNet(`${name ?? ''}:${port}`, () => network.checkListen(name, port), { kind: 'listening' }),
    lookup: (name) => decideNet(name, () => network.checkLookup(name), { kind: 'look-up' }),
    end() {
      ended = true;
    },
  };
}

function toolRule(token: WorkerCapabilityToken, tool: string | undefined): string | undefined {
  if (token.allowedTools.length === 0) return undefined;
  return tool !== undefined && token.allowedTools.includes(tool) ? undefined : 'allowedTools';
}

/** The permissions that opening a file needs. */
function permissionsOf(flags: number): PathPermission[] {
  const { O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND } = constants;
  const access = flags & (O_WRONLY | O_RDWR);
  const writes = access !== 0 || (flags & (O_CREAT | O_TRUNC | O_APPEND)) !== 0;
  const reads = access !== O_WRONLY;
  return [...(reads ? ['FileSystemRead' as const] : []), ...(writes ? ['FileSystemWrite' as const] : [])];
}

function followsLast(flags: number): boolean {
  const { O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  return (flags & (O_NOFOLLOW ?? 0)) === 0 && !((flags & O_CREAT) !== 0 && (flags & O_EXCL) !== 0);
}

/** One decision for each command and each redirection of a line, or the one that denies it. */
function decideLine(decide: Decider, request: ShellRequest, rules: ShellRules): Decision<ShellPlan> {
  let plan: ShellPlan;
  try {
    plan = checkShellLine(request, rules);
  } catch (error) {
    return decide({
      ...(error instanceof AccessDenied
        ? questionOf(error)
        : { permission: 'ChildProcess', resource: request.line, recorded: request.shell ?? '/bin/sh' }),
      check: () => {
        throw error;
      },
    });
  }
  const detail = () => ({ kind: 'line' as const, line: request.line, cwd: request.cwd ?? rules.paths.cwd });
  const commands = plan.commands.length > 0 ? plan.commands : [{ name: plan.file }];
  const questions = [
    ...commands.map(({ name }) => ({ permission: 'ChildProcess' as const, resource: name })),
    ...plan.redirects.map(({ permission, path, real }) => ({
      permission,
      resource: path,
      detail: () => ({ kind: 'path' as const, real }),
    })),
  ];
  const decided = inTurn(questions, (question) => decide({ detail, ...question, check: () => undefined }));
  return then(decided, () => plan);
}

function questionOf(error: AccessDenied): { permission: Permission; resource: string; recorded: string } {
  const { resource, recorded } = error;
  return { permission: error.permission === 'Tool' ? 'ChildProcess' : error.permission, resource, recorded };
}

/** Decides one after the other, waiting only where a decision has to be waited for. */
function inTurn<Q, T>(
  questions: readonly Q[],
  ask: (question: Q) => Decision<T>,
  from = 0,
  given: T[] = [],
): Decision<T[]> {
  for (let index = from; index < questions.length; index++) {
    const answer = ask(questions[index] as Q);
    if (answer instanceof Promise) {
      return answer.then((value) => inTurn(questions, ask, index + 1, [...given, value]));
    }
    given.push(answer);
  }
  return given;
}

function then<T, R>(decision: Decision<T>, next: (value: T) => R): Decision<R> {
  return decision instanceof Promise ? decision.then(next) : next(decision);
}
