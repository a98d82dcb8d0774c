/** `zora:node/child-process`: commands of the host through execa, each checked before it starts. */
import type { Authority } from './capability/authority.ts';
import { Children } from './internal/child/children.ts';
import type { HostChild } from './internal/child/host-child.ts';
import type { Channels } from './internal/child/pipes.ts';
import type { ChildRegistry } from './internal/child/process.ts';
import { notStarted, runSync } from './internal/child/run-sync.ts';
import { signalNumber } from './internal/child/signals.ts';
import type { Implementation } from './internal/implementation.ts';
import { Readiness } from './internal/readiness.ts';
import { guard, guardAsync } from './internal/wit-error.ts';
import { InputStream, OutputStream, Pollable } from './io.ts';
import type * as ChildProcess from './wit/zora-node-child-process.d.ts';

export type { ChildRegistry } from './internal/child/process.ts';

const ALWAYS = new Readiness(() => true);

/** A handle of a running child. */
export class Child implements ChildProcess.Child {
  readonly #child: HostChild;

  constructor(child: HostChild) {
    this.#child = child;
  }

  pid(): number {
    return #child in this ? this.#child.process.pid : 0;
  }

  input(descriptor: number): InputStream | undefined {
    const channel = #child in this ? this.#child.pipes.takeInput(descriptor) : undefined;
    return channel && new InputStream(channel, () => channel.cancel());
  }

  output(descriptor: number): OutputStream | undefined {
    const channel = #child in this ? this.#child.pipes.takeOutput(descriptor) : undefined;
    return channel && new OutputStream(channel, () => channel.cancel());
  }

  kill(signal: string): boolean {
    return guard(() => #child in this && this.#child.kill(signal));
  }

  exitStatus(): ChildProcess.ExitStatus | undefined {
    return #child in this ? this.#child.status : undefined;
  }

  subscribe(): Pollable {
    return new Pollable(#child in this ? this.#child.readiness : ALWAYS);
  }

  [Symbol.dispose](): void {
    if (#child in this) this.#child.pipes.release();
  }
}

/** The children of one caller. */
export class ChildProcesses {
  readonly #authority: Authority;
  readonly #children: Children;

  /** @param registry told of every process that is started, in the same tick */
  constructor(authority: Authority, channels: Channels, registry?: ChildRegistry) {
    this.#authority = authority;
    this.#children = new Children(authority, channels, registry);
  }

  /** The interface. */
  readonly imports = {
    Child,
    spawn: (command: ChildProcess.Command, options: ChildProcess.SpawnOptions) =>
      guardAsync(async () => new Child(await this.#children.start(command, options))),
    spawnSync: (
      command: ChildProcess.Command,
      options: ChildProcess.SpawnOptions,
      input: Uint8Array,
      maxBuffer: number | undefined,
    ) => guardAsync(() => this.#spawnSync(command, options, input, maxBuffer)),
    kill: (pid: number, signal: string) => guard(() => this.#children.kill(pid, signal)),
  } satisfies Implementation<typeof ChildProcess>;

  /** Ends every child and what it left behind. */
  dispose(graceMs?: number): Promise<void> {
    return this.#children.dispose(graceMs);
  }

  async #spawnSync(
    command: ChildProcess.Command,
    options: ChildProcess.SpawnOptions,
    input: Uint8Array,
    maxBuffer: number | undefined,
  ): Promise<ChildProcess.SyncOutput> {
    const signal = guard(() => signalNumber(options.killSignal));
    let child: HostChild;
    try {
      child = await this.#children.start(command, { ...options, timeoutMs: 0 });
    } catch (error) {
      return notStarted(error);
    }
    return runSync(child, {
      name: command.tag === 'program' ? command.val.file : (command.val.shell ?? '/bin/sh'),
      descriptors: Math.max(3, options.stdio.length),
      input,
      maxBuffer: maxBuffer ?? Number.POSITIVE_INFINITY,
      // What does not fit into the guest's memory is of no use to it.
      maxTotal: this.#authority.limits.values.memoryBytes,
      timeoutMs: options.timeoutMs,
      signal,
    });
  }
}
