/** A whole job of Zora with the two example tools, and what must come of each call. */
import { join } from 'node:path';
import type { Sandbox } from '../../src/index.ts';
import { sandboxHook, type TokenOverrides, tokenFromPolicy, type ZoraPolicy } from '../../src/zora/index.ts';
import {
  type AuditLogger,
  HookRunner,
  type ModelCall,
  type ModelResult,
  runTask,
  type SecretsManager,
} from './stand-in.ts';

export const TOOLS = ['shell_exec', 'web_fetch'].map((name) => join(import.meta.dirname, `../tools/${name}.ts`));

/** One call and its expected end: the result's check, or the error's code. */
export interface Step extends ModelCall {
  title: string;
  expect: ((result: never) => boolean) | string;
}

/** Calls under one token. */
export interface Task {
  jobId: string;
  title: string;
  policy: ZoraPolicy;
  overrides?: TokenOverrides;
  /** Milliseconds after which the user cancels the job. */
  cancelAfter?: number;
  steps: Step[];
}

/** Where the job works, and whom it may reach. */
export interface Place {
  folder: string;
  origin: string;
}

/** The policy of the job: what `wasi-node check --observe` finds that its calls need (a test holds the two together). */
export function jobPolicy({ folder, origin }: Place): ZoraPolicy {
  return {
    filesystem: { allowed_paths: [folder], denied_paths: [], resolve_symlinks: true, follow_symlinks: false },
    shell: {
      mode: 'allowlist',
      allowed_commands: ['cat', 'git', 'printenv', 'sort'],
      denied_commands: ['sudo', 'rm', 'curl'],
      split_chained_commands: true,
      max_execution_time: '20s',
    },
    network: { allowed_domains: [`${origin}/`], denied_domains: ['169.254.169.254'], max_request_size: '1mb' },
    budget: { max_actions_per_session: 0, max_actions_per_type: { web_fetch: 4 }, token_budget: 0, on_exceed: 'block' },
    dry_run: { enabled: false, tools: [], audit_dry_runs: true },
  };
}

const shell = (title: string, command: string, cwd: string, expect: Step['expect']): Step => ({
  title,
  tool: 'shell_exec',
  input: { command, cwd },
  expect,
});
const web = (title: string, url: string, expect: Step['expect']): Step => ({
  title,
  tool: 'web_fetch',
  input: { url },
  expect,
});

interface ShellAnswer {
  exit_code: number;
  stdout: string;
}
interface PageAnswer {
  status: number;
  body: string;
}

/** The calls that the policy is made for. */
export function allowedSteps({ folder, origin }: Place): Step[] {
  return [
    shell('git, sorted into a file', 'git --version | sort > version.txt; cat version.txt', folder, (r: ShellAnswer) =>
      /^git version/.test(r.stdout),
    ),
    shell(
      'a secret that the command needs, taken out of what it prints',
      'printenv API_TOKEN',
      folder,
      (r: ShellAnswer) => r.exit_code === 0 && r.stdout === '[secret api]\n',
    ),
    web('a page', `${origin}/page`, (r: PageAnswer) => r.status === 200 && r.body.startsWith('Grüße')),
  ];
}

/** The job: its tasks differ in what stops them. */
export function jobTasks(place: Place): Task[] {
  const { folder, origin } = place;
  const policy = jobPolicy(place);
  const dryRun = { enabled: true, tools: ['shell_exec'], audit_dry_runs: true };
  return [
    {
      jobId: 'job-1',
      title: 'allowed and denied',
      policy,
      steps: [
        ...allowedSteps(place),
        shell('a second command in the line', 'git --version && curl https://example.com', folder, 'ERR_ACCESS_DENIED'),
        shell('one behind a line break', 'git --version\nrm -rf x', folder, 'ERR_ACCESS_DENIED'),
        shell(
          'a loader variable before a listed command',
          'LD_PRELOAD=/tmp/x.so git --version',
          folder,
          'ERR_ACCESS_DENIED',
        ),
        shell('a file outside of the policy', 'cat < /etc/passwd', folder, 'ERR_ACCESS_DENIED'),
        web('a host that is not in the policy', 'http://example.com/', 'ERR_ACCESS_DENIED'),
        web('a redirect to a denied address', `${origin}/to-metadata`, 'ERR_ACCESS_DENIED'),
        web('a page that is not there', `${origin}/nothing`, (r: PageAnswer) => r.status === 404),
        web('one request too many', `${origin}/page`, 'ERR_BUDGET_EXCEEDED'),
      ],
    },
    {
      jobId: 'job-2',
      title: 'dry run',
      policy: { ...policy, dry_run: dryRun },
      steps: [
        shell('not run, but told', 'git --version', folder, (r: { dry_run: boolean }) => r.dry_run === true),
        web('a tool that the dry run is not about', `${origin}/page`, (r: PageAnswer) => r.status === 200),
      ],
    },
    {
      jobId: 'job-3',
      title: 'an expired token',
      policy,
      overrides: { expiresAt: new Date(Date.now() - 1000) },
      steps: [shell('nothing runs any more', 'git --version', folder, 'ERR_TOKEN_EXPIRED')],
    },
    {
      jobId: 'job-4',
      title: 'cancelled by the user',
      policy: { ...policy, shell: { ...policy.shell, allowed_commands: [...policy.shell.allowed_commands, 'sleep'] } },
      cancelAfter: 300,
      steps: [shell('a command that goes on and on', 'sleep 30', folder, 'ABORT_ERR')],
    },
  ];
}

/** A step as it ended. */
export interface StepEnd {
  task: Task;
  step: Step;
  end: ModelResult;
  asExpected: boolean;
}

/** Runs the job. */
export async function runJob(
  sandbox: Sandbox,
  tasks: readonly Task[],
  { audit, secrets, cwd }: { audit: AuditLogger; secrets: SecretsManager; cwd: string },
): Promise<StepEnd[]> {
  const ends: StepEnd[] = [];
  for (const task of tasks) {
    const cancel = new AbortController();
    const hooks = new HookRunner();
    hooks.on(
      'onTaskStart',
      sandboxHook(sandbox, ({ jobId }) => ({
        tools: TOOLS,
        token: tokenFromPolicy(jobId, task.policy, { allowedTools: ['shell_exec', 'web_fetch'], ...task.overrides }),
        policy: task.policy,
        audit,
        secrets,
        secretVariables: { shell_exec: { API_TOKEN: 'api' } },
        signal: cancel.signal,
        cwd,
      })),
    );
    const timer = task.cancelAfter === undefined ? undefined : setTimeout(() => cancel.abort(), task.cancelAfter);
    const results = await runTask(hooks, { jobId: task.jobId, task: task.title }, task.steps);
    clearTimeout(timer);
    task.steps.forEach((step, index) => {
      const end = results[index] as ModelResult;
      ends.push({ task, step, end, asExpected: isExpected(step, end) });
    });
  }
  return ends;
}

function isExpected({ expect }: Step, end: ModelResult): boolean {
  if (typeof expect === 'string') return 'error' in end && end.code === expect;
  return 'result' in end && expect(end.result as never);
}
