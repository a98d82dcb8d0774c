/** Runs a program in record mode, and tells the least token and grant that the run needed. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { AuditEvent } from '../../../host-bridge/index.ts';
import { isScript } from '../../build/entry-kind.ts';
import type { Sandbox } from '../../sandbox/index.ts';
import { type Suggestion, suggestion } from '../program/suggestion.ts';
import { Recorder } from './recorder.ts';
import { recordingGrant, recordingToken } from './rights.ts';

/** One call of a tool. */
export interface ObservedCall {
  /** Which tool, where the file has several. */
  tool?: string | undefined;
  input: unknown;
}

export interface ObserveOptions {
  /** Calls of a tool. */
  calls?: readonly ObservedCall[] | undefined;
  /** Arguments of a script. */
  args?: readonly string[] | undefined;
  cwd?: string | undefined;
  /** Variables that the program names in its text (what it reads of its environment cannot be observed). */
  variables?: readonly string[] | undefined;
  /** Milliseconds that each call may take, 60000 by default. */
  timeout?: number | undefined;
  /** Gets what a script writes (1 or 2). */
  output?: ((stream: 1 | 2, data: Uint8Array) => void) | undefined;
}

/** What was observed. */
export interface Observation {
  suggestion: Suggestion;
  /** Calls that failed: what they would have done after it is not known. */
  failures: { call: ObservedCall | undefined; message: string }[];
  /** What no token allows, and reserved variables, which a grant has to name. */
  denied: AuditEvent[];
}

/**
 * Runs a tool, or a script, in the sandbox under a token that allows whatever can be named, and records it. What the program does is done.
 * @throws BuildError
 */
export async function observe(
  sandbox: Sandbox,
  entry: string,
  { calls = [], args = [], cwd = process.cwd(), variables = [], timeout = 60_000, output }: ObserveOptions,
): Promise<Observation> {
  const recorder = new Recorder(resolve(cwd));
  const { authorize, audit } = recorder;
  const run = { token: recordingToken(timeout), grant: recordingGrant(variables), cwd, authorize, audit };
  const failures: Observation['failures'] = [];
  const tools = new Set<string>();
  const attempt = async (call: ObservedCall | undefined, action: () => Promise<unknown>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      failures.push({ call, message: error instanceof Error ? error.message : String(error) });
    }
  };
  if (!entry.endsWith('.wasm') && isScript(entry, readFileSync(entry, 'utf8'))) {
    const program = await sandbox.loadScript(entry);
    await attempt(undefined, async () => {
      const code = await program.run({ ...run, args, output });
      if (code !== 0) throw new Error(`it ended with ${code}`);
    });
  } else {
    const loaded = await sandbox.load(entry);
    for (const call of calls) {
      const tool = call.tool ?? loaded.tools[0]?.name;
      if (tool !== undefined) tools.add(tool);
      await attempt(call, () => loaded.invoke(call.input, { ...run, tool }));
    }
  }
  return {
    suggestion: suggestion({
      ...recorder.needs(),
      variables,
      tools: [...tools],
    }),
    failures,
    denied: recorder.denied,
  };
}
