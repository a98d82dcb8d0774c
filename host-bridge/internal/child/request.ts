import { statSync } from 'node:fs';
import type { Authority } from '../../capability/authority.ts';
import { InvalidArgument, systemError } from '../../capability/denial.ts';
import type { Command, SpawnOptions } from '../../wit/zora-node-child-process.d.ts';
import { type Channels, type Connection, connect } from './pipes.ts';
import type { LaunchPlan } from './process.ts';
import { signalNumber } from './signals.ts';

/** What a guest asked for, checked. */
export interface ChildRequest {
  readonly plan: LaunchPlan;
  readonly connections: readonly Connection[];
  /** The files of every command that it may run. */
  readonly programs: readonly string[];
  readonly timeout: { milliseconds: number; signal: number };
}

const MAX_DESCRIPTORS = 16;
const MAX_ARGUMENTS = 100_000;

/**
 * Checks a guest's request against the token.
 * @throws AccessDenied, TokenExpired, InvalidArgument, and Node's `spawn` errors for what is allowed and is not there
 */
export async function checkRequest(
  authority: Authority,
  command: Command,
  options: SpawnOptions,
  channels: Channels,
): Promise<ChildRequest> {
  const name = command.tag === 'program' ? command.val.file : (command.val.shell ?? '/bin/sh');
  validate(command, options);
  const connections = connectionsOf(options, channels);
  const timeout = { milliseconds: options.timeoutMs, signal: signalNumber(options.killSignal) };
  const cwd = await workingDirectory(authority, name, options.cwd);
  const { variables } = authority.environment(options.env ?? visibleVariables(authority), cwd);
  const env = { ...variables, ...channelVariables(options) };
  if (command.tag === 'program') {
    const { file, args } = command.val;
    const found = await authority.command({ file, args, cwd, argv0: options.argv0 });
    const plan = { name, file: found.file, argv0: found.argv0, args, env, cwd };
    return { plan, connections, programs: [found.file, found.real], timeout };
  }
  const { line, shell } = command.val;
  const found = await authority.shellLine({ line, shell, cwd, variables, argv0: options.argv0 });
  const programs = [found.file, ...found.commands.flatMap(({ file }) => file ?? [])];
  const plan = { name, file: found.file, argv0: found.argv0, args: found.args, env, cwd };
  return { plan, connections, programs, timeout };
}

function validate(command: Command, options: SpawnOptions): void {
  const texts = command.tag === 'program' ? command.val.args : [command.val.line];
  if (texts.length > MAX_ARGUMENTS) throw new InvalidArgument(`args: more than ${MAX_ARGUMENTS}`);
  if (texts.some((text) => text.includes('\0'))) throw new InvalidArgument('args: must not contain NUL');
  if (options.stdio.length > MAX_DESCRIPTORS) throw new InvalidArgument(`stdio: more than ${MAX_DESCRIPTORS}`);
  if (options.argv0?.includes('\0')) throw new InvalidArgument('argv0: must not contain NUL');
  if (options.stdio.filter(({ tag }) => tag === 'ipc').length > 1)
    throw new InvalidArgument('stdio: more than one ipc');
  for (const stdio of options.stdio) {
    if (stdio.tag === 'inherit' && stdio.val > 2) throw new InvalidArgument('stdio: inherit must be 0, 1 or 2');
  }
}

/** The first three are pipes where they are not said. */
function connectionsOf({ stdio }: SpawnOptions, channels: Channels): Connection[] {
  const count = Math.max(3, stdio.length);
  return Array.from({ length: count }, (_, descriptor) =>
    connect(stdio[descriptor] ?? { tag: 'pipe' }, descriptor, channels),
  );
}

async function workingDirectory(authority: Authority, name: string, cwd: string | undefined): Promise<string> {
  if (cwd === undefined) return authority.cwd;
  const { real } = await authority.readPath(cwd, { syscall: `spawn ${name}` });
  const stats = statSync(real, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return real;
  throw systemError(stats === undefined ? 'ENOENT' : 'ENOTDIR', { syscall: `spawn ${name}`, path: name });
}

function visibleVariables(authority: Authority): [string, string][] {
  return Object.entries(authority.visibleEnvironment).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
}

/** What tells a Node child of its message channel; not the guest's to set. */
function channelVariables({ stdio, advancedSerialization }: SpawnOptions): Record<string, string> {
  const descriptor = stdio.findIndex(({ tag }) => tag === 'ipc');
  if (descriptor < 0) return {};
  return {
    NODE_CHANNEL_FD: String(descriptor),
    NODE_CHANNEL_SERIALIZATION_MODE: advancedSerialization ? 'advanced' : 'json',
  };
}
