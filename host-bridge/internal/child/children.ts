import type { Authority } from '../../capability/authority.ts';
import { AccessDenied, systemError } from '../../capability/denial.ts';
import type { Command, SpawnOptions } from '../../wit/zora-node-child-process.d.ts';
import { findBubblewrap } from '../confinement/probe.ts';
import { BubblewrapError, ConfinedProcess, type Confinement } from '../confinement/process.ts';
import { killOnExit } from './exit-guard.ts';
import { HostChild } from './host-child.ts';
import { type Channels, ChildPipes, descriptorOf } from './pipes.ts';
import { type ChildRegistry, type HostProcess, PlainProcess } from './process.ts';
import { type ChildRequest, checkRequest } from './request.ts';
import { signalNumber } from './signals.ts';

const SIGTERM = 15;
/** How long children have to end by themselves when the instance goes. */
const DEFAULT_GRACE_MS = 20;
/** A killed process that is still there then is stuck in the kernel; waiting longer would not help. */
const GONE_MS = 2000;

/** How long a process that has ended is waited for until nothing is left of it, when its place is wanted. */
const LEAVE_MS = 300;

const NO_REGISTRY: ChildRegistry = { add() {}, delete() {} };

/** The children of one instance: how they are started, found by their pid, and ended. */
export class Children {
  readonly #authority: Authority;
  readonly #channels: Channels;
  readonly #registry: ChildRegistry;
  /** Everything that may still have a process, the children that the guest has dropped and those that have ended included. */
  readonly #processes = new Map<HostProcess, HostChild>();
  /** Those of them that have ended, but not all that they started. */
  readonly #ending = new Set<HostProcess>();
  #disposed = false;

  constructor(authority: Authority, channels: Channels, registry: ChildRegistry = NO_REGISTRY) {
    this.#authority = authority;
    this.#channels = channels;
    this.#registry = registry;
  }

  /**
   * Starts a child, if the token allows it.
   * @throws AccessDenied, TokenExpired, LimitExceeded, InvalidArgument, and Node's `spawn` errors
   */
  async start(command: Command, options: SpawnOptions): Promise<HostChild> {
    const request = await checkRequest(this.#authority, command, options, this.#channels);
    const confinement = await this.#confinement(request);
    const release = await this.#acquire();
    try {
      this.#assertOpen();
      const child = await this.#launch(request, confinement);
      // Not when the child itself has ended: what it left behind counts as well.
      void child.process.gone.then(release);
      return child;
    } catch (error) {
      release();
      if (error instanceof BubblewrapError) this.#recordFailure(request.plan.name, error);
      throw error;
    }
  }

  /**
   * Sends a signal to a child by its pid, or with a negative one to its group.
   * @throws Node's `ESRCH` for every other process, `EINVAL` for no signal
   */
  kill(pid: number, signal: string): void {
    const number = signalNumber(signal);
    for (const process of this.#processes.keys()) {
      if (process.pid !== Math.abs(pid)) continue;
      if (pid > 0 ? process.signal(number) : process.signalGroup(number)) return;
    }
    throw systemError('ESRCH', { syscall: 'kill' });
  }

  /** Closes every pipe and ends everything: asked to first, then killed. Resolves when it is gone. */
  async dispose(graceMs: number = DEFAULT_GRACE_MS): Promise<void> {
    this.#disposed = true;
    const processes = [...this.#processes];
    if (processes.length === 0) return;
    for (const [process, child] of processes) {
      child.close();
      process.signalGroup(SIGTERM);
    }
    const gone = Promise.all(processes.map(([process]) => process.gone));
    if (await within(gone, graceMs)) return;
    for (const [process] of processes) process.kill();
    await within(gone, GONE_MS);
  }

  /** A place among the children. What has ended may be a moment away from giving its own back. */
  async #acquire(): Promise<() => void> {
    const { limits } = this.#authority;
    try {
      return limits.acquire('children');
    } catch (error) {
      if (this.#ending.size === 0) throw error;
      await within(Promise.race([...this.#ending].map(({ gone }) => gone)), LEAVE_MS);
      return limits.acquire('children');
    }
  }

  async #launch(
    { plan, connections, timeout }: ChildRequest,
    confinement: Confinement | undefined,
  ): Promise<HostChild> {
    const wire = (streams: ConstructorParameters<typeof ChildPipes>[1]) => new ChildPipes(connections, streams);
    const stdio = connections.map(descriptorOf);
    const { process, wired } =
      confinement === undefined
        ? await PlainProcess.start(plan, stdio, this.#registry, wire)
        : await ConfinedProcess.start(plan, stdio, this.#registry, wire, confinement);
    const child = new HostChild(process, wired, timeout);
    this.#processes.set(process, child);
    killOnExit(process);
    void process.ended.then(() => this.#ending.add(process));
    void process.gone.then(() => {
      this.#processes.delete(process);
      this.#ending.delete(process);
    });
    if (this.#disposed) {
      child.close();
      process.kill();
    }
    return child;
  }

  /** How the child is to be confined; the audit says so. @throws AccessDenied when it must be and cannot */
  async #confinement({ plan, programs }: ChildRequest): Promise<Confinement | undefined> {
    const { grant, paths, record } = this.#authority;
    const bubblewrap = grant.confinement === 'off' ? undefined : await findBubblewrap();
    const event = { permission: 'ChildProcess' as const, resource: plan.name };
    if (bubblewrap === undefined && grant.confinement === 'required') {
      const rule = 'confinement: required';
      record({ ...event, verdict: 'denied', reason: 'bubblewrap is not available', rule, confinement: 'none' });
      throw new AccessDenied('ChildProcess', plan.name, rule);
    }
    record({
      ...event,
      verdict: 'allowed',
      reason: bubblewrap === undefined ? 'runs unconfined' : 'runs confined',
      confinement: bubblewrap === undefined ? 'none' : 'bubblewrap',
    });
    if (bubblewrap === undefined) return undefined;
    return {
      bubblewrap,
      rules: {
        allowedPaths: paths.roots.allowed,
        deniedPaths: paths.roots.denied,
        network: grant.network.allow.length > 0,
        programs,
        searchPath: plan.env['PATH']?.split(':') ?? [],
      },
    };
  }

  #recordFailure(resource: string, error: BubblewrapError): void {
    const reason = `bubblewrap could not confine it: ${error.message}`;
    const rule = 'confinement';
    this.#authority.record({
      permission: 'ChildProcess',
      resource,
      verdict: 'denied',
      reason,
      rule,
      confinement: 'none',
    });
  }

  #assertOpen(): void {
    if (this.#disposed) throw new AccessDenied('ChildProcess', '', 'the instance has ended');
  }
}

/** Whether `promise` is done within so many milliseconds. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
