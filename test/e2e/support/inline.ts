/** One instance in the test's own thread, so that all that it holds can be seen: descriptors, handles, timers, bytes that are queued. */
import { readdirSync, readlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { compileInline, type InlineComponent } from '../../../bench/inline.ts';
import { createHostBridge, type HostBridge } from '../../../host-bridge/index.ts';
import { createSandbox, type GrantInput, type TokenInput } from '../../../src/index.ts';
import { instantiate } from '../../../src/sandbox/instance.ts';
import { token } from './sandbox.ts';

/** Builds a tool for `InlineRun.start`. @param file absolute path */
export async function compileTool(file: string): Promise<InlineComponent> {
  await using sandbox = createSandbox({ maxWorkers: 1 });
  return compileInline(await sandbox.build(file));
}

/** What a call may do. */
export interface InlineRights {
  token?: Partial<TokenInput>;
  grant?: GrantInput;
}

/** One call of a tool's function. */
export class InlineRun implements AsyncDisposable {
  readonly #bridge: HostBridge;
  readonly #said = Promise.withResolvers<string>();
  /** What the function gives. It rejects when the call is ended before. */
  readonly result: Promise<unknown>;

  private constructor(tool: string, rights: InlineRights) {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    this.result = promise;
    promise.catch(this.#said.reject);
    this.#said.promise.catch(() => {});
    this.#bridge = createHostBridge({
      token: token(rights.token),
      grant: { confinement: 'off', env: ['PATH'], ...rights.grant },
      tool,
      stdout: (chunk: Uint8Array) => this.#said.resolve(Buffer.from(chunk).toString()),
      onAnswer: (answer) => {
        if (answer.kind === 'resolved') resolve(JSON.parse(answer.output));
        else if (answer.kind === 'rejected') reject(new Error(answer.failure.message));
      },
    });
    this.#fail = reject;
  }

  readonly #fail: (error: unknown) => void;

  /** Calls `tool` of a component in a fresh instance. */
  static async start(
    { component }: InlineComponent,
    tool: string,
    input: unknown,
    rights: InlineRights = {},
  ): Promise<InlineRun> {
    const run = new InlineRun(tool, rights);
    const instance = await instantiate(component, run.#bridge.imports);
    await instance.tool.invoke(tool, input === undefined ? '' : JSON.stringify(input));
    run.#bridge.reactor.run(instance.reactor.turn).catch(run.#fail);
    return run;
  }

  /** The first that the function prints. */
  get said(): Promise<string> {
    return this.#said.promise;
  }

  /** Ends the call, whatever is under way. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#bridge.dispose();
  }
}

/** What this process holds: descriptors by what they are, and what keeps its loop alive. */
function held(): string[] {
  const descriptors = readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`).replace(/\d+/g, '')];
    } catch {
      // That of the listing itself.
      return [];
    }
  });
  return [...descriptors, ...process.getActiveResourcesInfo()];
}

/** Goes round the loop, without a timer that would be seen, until `done`, for at most some seconds. */
export async function spinUntil(done: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !done() && Date.now() < end; ) await setImmediate();
}

/** @returns says what this process holds more than when this was called, and nothing else came or went any more */
export async function heldSince(): Promise<() => string[]> {
  // Node opens these when they are first asked for; who starts a child does.
  void [process.stdin, process.stdout, process.stderr];
  let before = held();
  let since = Date.now();
  await spinUntil(() => {
    const now = held();
    if (now.join() !== before.join()) since = Date.now();
    before = now;
    return Date.now() - since > 100;
  });
  return () => {
    const known = [...before];
    return held().filter((item) => {
      const index = known.indexOf(item);
      if (index !== -1) known.splice(index, 1);
      return index === -1;
    });
  };
}

/** Bytes that this process has taken and not handed on, over all its sockets. */
export function queuedBytes(): number {
  const handles = (process as unknown as { _getActiveHandles(): unknown[] })._getActiveHandles();
  const sockets = handles.filter((handle) => handle instanceof Socket);
  return sockets.reduce((sum, { writableLength, readableLength }) => sum + writableLength + readableLength, 0);
}
