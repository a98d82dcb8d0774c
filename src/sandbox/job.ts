/** Runs one job in the thread that it is called in: a bridge, a fresh instance, the guest's loop, the answer. */
import {
  AccessDenied,
  type AuditEvent,
  type AuthorizeRequest,
  type Compiler,
  createHostBridge,
  GuestStopped,
  GuestTrapped,
  type HostBridgeOptions,
  LimitExceeded,
  TokenExpired,
} from '../../host-bridge/index.ts';
import type { ChildRegistry } from './child-table.ts';
import { Drive } from './drive.ts';
import type { FailureData, SandboxErrorCode } from './errors.ts';
import { inheritedStdio } from './inherited-stdio.ts';
import type { Instance, Prepared } from './instance.ts';
import type { Job, LoadedComponent, Outcome } from './messages.ts';
import { startWorker } from './workers.ts';

/** The embedder, as a job sees it. */
export interface JobHooks {
  /** What a component that evaluates modules at run time needs. */
  compiler: Compiler | undefined;
  registry: ChildRegistry;
  /** An instance whose linear memory may become so large. */
  take(memoryBytes: number): Prepared;
  audit(event: AuditEvent): void;
  /** Asks the `authorize` hook; the answer comes through `RunningJob.answer`. */
  ask(question: number, request: AuthorizeRequest): void;
  output(stream: 1 | 2, data: Uint8Array): void;
}

/** A job under way. */
export interface RunningJob {
  outcome: Promise<Outcome>;
  /** Ends it from outside. */
  stop(code: SandboxErrorCode, message: string): void;
  /** The `authorize` hook's answer to a question. */
  answer(question: number, allowed: boolean): void;
}

/** Starts a job. */
export function runJob(component: LoadedComponent, job: Job, hooks: JobHooks): RunningJob {
  const questions = new Map<number, (allowed: boolean) => void>();
  let nextQuestion = 1;
  let stopped: Extract<Outcome, { kind: 'stopped' }> | undefined;
  let answered: Outcome | undefined;

  const ask = (request: AuthorizeRequest) =>
    new Promise<boolean>((resolve) => {
      const question = nextQuestion++;
      questions.set(question, resolve);
      hooks.ask(question, request);
    });

  const options: HostBridgeOptions = {
    // The host runs what is in its cache: a guest that could write there would be the host.
    token: { ...job.token, deniedPaths: [...job.token.deniedPaths, component.cache] },
    grant: job.grant,
    tool: job.call.kind === 'invoke' ? job.call.tool : '',
    cwd: job.cwd,
    authorize: job.hooks.authorize ? ask : undefined,
    audit: job.hooks.audit ? hooks.audit : undefined,
    argv: job.call.kind === 'run' ? job.call.argv : [],
    env: job.env,
    ...stdioOf(job, hooks),
    compiler: hooks.compiler,
    children: hooks.registry,
    onAnswer: (answer) => {
      // The first one counts: the guest has not ended yet, and may go on talking.
      answered ??= answer;
      bridge.reactor.exit(0);
    },
  };
  // Only a program whose component loads modules can start a worker on one of them.
  const startInstance: HostBridgeOptions['startInstance'] =
    hooks.compiler === undefined ? undefined : (start) => startWorker({ component, options, bridge }, start);
  const bridge = createHostBridge({ ...options, startInstance });
  let drive: Drive | undefined;

  async function run(): Promise<Outcome> {
    try {
      drive = new Drive(hooks.take(bridge.authority.limits.values.memoryBytes), bridge);
      if (job.call.kind === 'invoke') await bridge.authority.assertTool();
      const end = await drive.run((instance) => begin(instance, job.call));
      return answered ?? stopped ?? ended(job, end);
    } catch (error) {
      return answered ?? stopped ?? failed(error);
    } finally {
      // A guest that was waiting for the host goes on when the wait ends: nothing is allowed to it any more.
      bridge.authority.end();
      if (drive === undefined) await bridge.dispose();
      else await drive.end();
    }
  }

  return {
    outcome: run(),
    stop(code, message) {
      stopped ??= { kind: 'stopped', code, message };
      const error = Object.assign(new Error(message), { code });
      if (drive === undefined) bridge.stop(error);
      else drive.stop(error);
    },
    answer(question, allowed) {
      questions.get(question)?.(allowed);
      questions.delete(question);
    },
  };
}

function begin({ tool, command }: Instance, call: Job['call']): Promise<void> {
  switch (call.kind) {
    case 'describe':
      return tool.describe();
    case 'invoke':
      return tool.invoke(call.tool, call.input);
    case 'run':
      return command.run();
  }
}

/** What the instance's standard streams are connected to. */
function stdioOf(job: Job, hooks: JobHooks): Partial<HostBridgeOptions> {
  if (job.stdio === 'inherit') return inheritedStdio();
  if (!job.hooks.output) return {};
  return { stdout: (data) => hooks.output(1, data), stderr: (data) => hooks.output(2, data) };
}

/** The program ended without an answer. */
function ended(job: Job, end: { kind: 'idle' } | { kind: 'exit'; code: number }): Outcome {
  if (job.call.kind === 'run') return { kind: 'exited', code: end.kind === 'exit' ? end.code : 0 };
  if (end.kind === 'exit') {
    return {
      kind: 'stopped',
      code: 'ERR_TOOL_EXIT',
      message: `The tool ended with status ${end.code}`,
      exitCode: end.code,
    };
  }
  return {
    kind: 'stopped',
    code: 'ERR_TOOL_UNSETTLED',
    message:
      'The tool waits for something that can never happen: its promise did not settle and its event loop is empty',
  };
}

function failed(error: unknown): Outcome {
  if (error instanceof AccessDenied) return { kind: 'rejected', failure: denialFailure(error) };
  if (error instanceof TokenExpired) {
    const code = error.field === 'expiresAt' ? 'ERR_TOKEN_EXPIRED' : 'ERR_TOOL_TIMEOUT';
    return { kind: 'stopped', code, message: error.message };
  }
  if (error instanceof LimitExceeded) return { kind: 'stopped', code: 'ERR_LIMIT_EXCEEDED', message: error.message };
  if (error instanceof GuestStopped) return { kind: 'stopped', code: STOP_CODES[error.code], message: error.message };
  const cause = error instanceof GuestTrapped ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  return { kind: 'stopped', code: 'ERR_TOOL_TRAPPED', message: trapMessage(message) };
}

/** The failure that a guest would have made of a denial. */
function denialFailure({ message, permission, resource }: AccessDenied): FailureData {
  const properties = JSON.stringify({ permission, resource });
  return { name: 'Error', message, code: 'ERR_ACCESS_DENIED', stack: undefined, properties };
}

const STOP_CODES: Readonly<Record<GuestStopped['code'], SandboxErrorCode>> = {
  ERR_TOKEN_EXPIRED: 'ERR_TOKEN_EXPIRED',
  ERR_EXECUTION_TIMEOUT: 'ERR_TOOL_TIMEOUT',
  ABORT_ERR: 'ABORT_ERR',
  ERR_INSTANCE_DISPOSED: 'ERR_SANDBOX_CLOSED',
};

function trapMessage(message: string): string {
  if (/Maximum call stack/.test(message)) return 'The tool ran out of stack: its recursion is too deep';
  return `The tool's instance trapped: ${message}`;
}
