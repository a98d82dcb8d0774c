/** `npm run demo:zora`: a whole job of Zora in the sandbox, and its audit trail. Ends with 1 if anything is not as it should be. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { styleText } from 'node:util';
import { createSandbox } from '../../src/index.ts';
import { startServer } from '../demo/server.ts';
import { jobTasks, runJob, type StepEnd } from './job.ts';
import { AuditLogger, type ChainedEntry, SecretsManager } from './stand-in.ts';

const COLOURS = {
  tool_invocation: 'dim',
  tool_result: 'green',
  policy_violation: 'red',
  budget_exceeded: 'yellow',
  dry_run: 'cyan',
  secret_access: 'magenta',
} as const;

const folder = await realpath(await mkdtemp(join(tmpdir(), 'wasi-node-zora-')));
try {
  await using server = await startServer();
  await using sandbox = createSandbox();
  const audit = new AuditLogger();
  const secrets = new SecretsManager({ api: 'a secret of the demo' });
  const ends = await runJob(sandbox, jobTasks({ folder, origin: server.origin }), { audit, secrets, cwd: folder });
  for (const end of ends) console.log(stepLine(end));
  console.log(`\n${styleText('bold', 'Audit trail')} (${audit.entries.length} entries)`);
  for (const entry of audit.entries) console.log(entryLine(entry));
  const whole = audit.verify();
  const wrong = ends.filter(({ asExpected }) => !asExpected).length;
  console.log(
    `\nThe chain of hashes is ${whole ? 'whole' : 'broken'}; ${ends.length - wrong} of ${ends.length} calls ended as they should.`,
  );
  process.exitCode = whole && wrong === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

function stepLine({ task, step, end, asExpected }: StepEnd): string {
  const mark = asExpected ? styleText('green', '✓') : styleText('red', '✗ NOT AS EXPECTED');
  const ended = 'error' in end ? styleText('red', String(end.code)) : styleText('green', 'ok');
  const detail = asExpected ? '' : `\n    ${JSON.stringify(end)}`;
  return `${mark} ${task.jobId} ${step.tool.padEnd(10)} ${step.title}  ${ended}${detail}`;
}

function entryLine({ jobId, eventType, toolName, parameters, result }: ChainedEntry): string {
  const name = styleText(COLOURS[eventType], eventType.padEnd(16));
  return `  ${jobId} ${name} ${toolName.padEnd(10)} ${JSON.stringify(parameters)} → ${JSON.stringify(result)}`;
}
