/** `wasi-node run`: one call of a tool under a token. */
import type { AuditEvent } from '../../host-bridge/audit.ts';
import { createSandbox } from '../sandbox/index.ts';
import { type GrantOptions, grantFrom, tokenFrom } from './grants.ts';
import { UsageError } from './output.ts';
import { Progress } from './progress.ts';

export interface RunOptions extends GrantOptions {
  tool?: string;
  input?: string;
  cwd?: string;
  audit: boolean;
  json: boolean;
}

export async function runCommand(entry: string, options: RunOptions): Promise<void> {
  const input = parseInput(options.input);
  const [token, grant] = await Promise.all([tokenFrom(options), grantFrom(options)]);
  const progress = new Progress();
  await using sandbox = createSandbox({ maxWorkers: 1, onStep: (step) => progress.step(step) });
  const tool = await sandbox.load(entry).finally(() => progress.stop());
  if (options.tool === undefined && tool.tools.length !== 1) {
    throw new UsageError(
      `${entry} has ${tool.tools.length} tools (${tool.tools.map(({ name }) => name).join(', ')}): say which with --tool`,
    );
  }
  if (options.tool !== undefined && !tool.tools.some(({ name }) => name === options.tool)) {
    throw new UsageError(
      `${entry} has no tool ${options.tool}: it has ${tool.tools.map(({ name }) => name).join(', ')}`,
    );
  }
  const result = await tool.invoke(input, {
    token,
    grant,
    tool: options.tool,
    cwd: options.cwd,
    output: (stream, data) => (stream === 1 ? process.stdout : process.stderr).write(data),
    ...(options.audit ? { audit: printAudit } : {}),
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
