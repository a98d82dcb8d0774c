/** `wasi-node check --observe`: runs programs in record mode, and writes the token and the grant that they needed. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { type ObservedCall, observe } from '../../check/observe/observe.ts';
import type { ProgramReport } from '../../check/program/report.ts';
import { mergeSuggestions, type Suggestion } from '../../check/program/suggestion.ts';
import { createSandbox } from '../../sandbox/index.ts';
import { EXIT, UsageError } from '../output.ts';
import { Progress } from '../progress.ts';

export interface ObserveCommandOptions {
  input: string[];
  inputs?: string;
  args: string[];
  cwd?: string;
  timeout?: number;
  output?: string;
  json: boolean;
}

/** A token lives so long that is written for a trial. */
const LIFETIME_MS = 24 * 3_600_000;

export async function observePrograms(
  reports: readonly ProgramReport[],
  options: ObserveCommandOptions,
): Promise<void> {
  const calls = await callsFrom(options);
  const progress = new Progress();
  await using sandbox = createSandbox({ maxWorkers: 1, onStep: (step) => progress.step(step) });
  const suggestions: Suggestion[] = [];
  for (const report of reports) {
    const name = relative(process.cwd(), report.entry);
    const { suggestion, failures, denied } = await observe(sandbox, report.entry, {
      calls: await callsOf(calls, report.entry, sandbox),
      args: options.args,
      cwd: options.cwd,
      timeout: options.timeout,
      variables: report.variables.flatMap(({ value, places }) =>
        places.some((place) => place.package === undefined) ? [value] : [],
      ),
      output: (stream, data) => (stream === 1 && !options.json ? process.stdout : process.stderr).write(data),
    }).finally(() => progress.stop());
    suggestions.push(suggestion);
    for (const { call, message } of failures) {
      const what = call === undefined ? name : `${name} ${JSON.stringify(call.input)}`;
      process.stderr.write(`${what} failed, and what it needs after that is not known: ${message}\n`);
      process.exitCode = EXIT.failed;
    }
    for (const { permission, resource, rule } of denied) {
      process.stderr.write(`${name}: denied even so: ${permission} ${resource} (${rule})\n`);
    }
  }
  await write(mergeSuggestions(suggestions), options);
}

async function write({ token, grant }: Suggestion, { output, json }: ObserveCommandOptions): Promise<void> {
  const now = Date.now();
  const dated = {
    jobId: 'observed',
    ...token,
    createdAt: new Date(now).toISOString(),
    expiresAt: new Date(now + LIFETIME_MS).toISOString(),
  };
  if (output === undefined) {
    if (json) console.log(JSON.stringify({ token: dated, grant }, undefined, 2));
    else console.log(`token  ${JSON.stringify(token)}\ngrant  ${JSON.stringify(grant)}`);
    return;
  }
  await mkdir(output, { recursive: true });
  await writeFile(join(output, 'token.json'), `${JSON.stringify(dated, undefined, 2)}\n`);
  await writeFile(join(output, 'grant.json'), `${JSON.stringify(grant, undefined, 2)}\n`);
  console.log(`${join(output, 'token.json')}\n${join(output, 'grant.json')}`);
}

/** The calls of `--input` and `--inputs`. */
async function callsFrom({ input, inputs }: ObserveCommandOptions): Promise<ObservedCall[]> {
  const calls: ObservedCall[] = input.map((text) => ({ input: parse(text, '--input') }));
  if (inputs === undefined) return calls;
  const text = await readFile(inputs, 'utf8').catch((cause: Error) => {
    throw new UsageError(`The file ${inputs} could not be read: ${cause.message}`, { cause });
  });
  const listed = parse(text, inputs);
  if (!Array.isArray(listed) || !listed.every(isCall)) {
    throw new UsageError(`${inputs} must be a JSON array of { "tool": name, "input": … }`);
  }
  return [...calls, ...listed];
}

const isCall = (value: unknown): value is ObservedCall =>
  typeof value === 'object' &&
  value !== null &&
  'input' in value &&
  ['string', 'undefined'].includes(typeof (value as ObservedCall).tool);

/** Of the calls those that are for a program: without a tool's name they are for each. */
async function callsOf(
  calls: readonly ObservedCall[],
  entry: string,
  sandbox: ReturnType<typeof createSandbox>,
): Promise<ObservedCall[]> {
  if (calls.every(({ tool }) => tool === undefined)) return [...calls];
  const names = new Set((await sandbox.load(entry)).tools.map(({ name }) => name));
  return calls.filter(({ tool }) => tool === undefined || names.has(tool));
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${what} is not JSON: ${(cause as Error).message}`, { cause });
  }
}
