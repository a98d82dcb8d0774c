/** `wasi-node run`: one call of a tool, or one run of a script, under a token. */
import { readFile } from 'node:fs/promises';
import type { AuditEvent } from '../../host-bridge/audit.ts';
import { isScript } from '../build/entry-kind.ts';
import { AuditLog } from '../observability/audit-log.ts';
import { createSandbox, type InvokeOptions, type Sandbox, type Tool } from '../sandbox/index.ts';
import { type GrantOptions, grantFrom, tokenFrom } from './grants.ts';
import { interruptSignal } from './interrupt.ts';
import { UsageError } from './output.ts';
import { Progress } from './progress.ts';

type Call = Pick<InvokeOptions, 'token' | 'grant' | 'cwd' | 'audit' | 'signal'>;

export interface RunOptions extends GrantOptions {
  tool?: string;
  input?: string;
  cwd?: string;
  audit: boolean;
  auditLog?: string;
  json: boolean;
  script: boolean;
}

export async function runCommand(entry: string, args: string[], options: RunOptions): Promise<void> {
  const [token, grant] = await Promise.all([tokenFrom(options), grantFrom(options)]);
  const call = {
    token,
    grant,
    cwd: options.cwd,
    signal: interruptSignal(),
    ...(options.audit ? { audit: printAudit } : {}),
  };
  const progress = new Progress();
  using log = options.auditLog === undefined ? undefined : await AuditLog.open(options.auditLog);
  await using sandbox = createSandbox({
    maxWorkers: 1,
    observers: log === undefined ? [] : [log],
    onStep: (step) => progress.step(step),
  });
  const entryKind = await kindOf(entry, options, sandbox);
  if (entryKind === 'tool') {
    if (args.length > 0) throw new UsageError(`${entry} is a tool: its input is --input, not ${args.join(' ')}`);
    const input = parseInput(options.input);
    const tool = await sandbox.load(entry).finally(() => progress.stop());
    await callTool(tool, entry, input, options, call);
    return;
  }
  if (options.tool !== undefined || options.input !== undefined) {
    throw new UsageError(`${entry} is a program: --tool and --input are for tools`);
  }
  const loading = entryKind === 'script' ? sandbox.loadScript(entry) : sandbox.loadProgram(entry);
  const program = await loading.finally(() => progress.stop());
  process.exitCode = await program.run({ ...call, args, stdio: 'inherit' });
}

/** What `entry` is: a component says it by its exports, a file by whether it exports anything. */
async function kindOf(entry: string, options: RunOptions, sandbox: Sandbox): Promise<'tool' | 'command' | 'script'> {
  if (options.script) return 'script';
  if (entry.endsWith('.wasm')) return sandbox.kindOf(entry);
  return (await hasNoExports(entry)) ? 'script' : 'tool';
}

async function hasNoExports(entry: string): Promise<boolean> {
  const text = await readFile(entry, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${entry} could not be read: ${cause.message}`, { cause });
  });
  return isScript(entry, text);
}

async function callTool(tool: Tool, entry: string, input: unknown, options: RunOptions, call: Call): Promise<void> {
  const names = tool.tools.map(({ name }) => name).join(', ');
  if (options.tool === undefined && tool.tools.length !== 1) {
    throw new UsageError(`${entry} has ${tool.tools.length} tools (${names}): say which with --tool`);
  }
  if (options.tool !== undefined && !tool.tools.some(({ name }) => name === options.tool)) {
    throw new UsageError(`${entry} has no tool ${options.tool}: it has ${names}`);
  }
  const result = await tool.invoke(input, {
    ...call,
    tool: options.tool,
    output: (stream, data) => (stream === 1 ? process.stdout : process.stderr).write(data),
  });
  console.log(JSON.stringify(result, undefined, options.json ? undefined : 2));
}

function printAudit(event: AuditEvent): void {
  process.stderr.write(`${JSON.stringify(event)}\n`);
}

function parseInput(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`--input is not JSON: ${(cause as Error).message}`, { cause });
  }
}
