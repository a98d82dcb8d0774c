/** The compatibility table: every function of Node's builtins and its state in the guest. */
import { dirname } from 'node:path';
import { codeFile } from '../build/paths.ts';
import { createSandbox, type SandboxOptions } from '../sandbox/index.ts';
import { compareModule, type Entry, type ModuleState, moduleState } from './compare.ts';
import { nodeGlobals, nodeModules } from './reference.ts';
import { statedRefusals } from './stated-refusals.ts';
import type { Survey } from './survey.ts';

export interface ModuleRow {
  module: string;
  state: ModuleState;
  entries: Entry[];
}

export interface CompatibilityTable {
  /** The Node that was compared with, such as `26`. */
  node: string;
  modules: ModuleRow[];
  globals: { name: string; state: 'provided' | 'missing' }[];
  /** What is refused within functions that are provided, in the words of their errors. */
  conditions: string[];
}

const SURVEY = codeFile('src/check/survey');

/** Makes the table. @param options of the sandbox that the guest runs in */
export async function compatibilityTable(options: SandboxOptions = {}): Promise<CompatibilityTable> {
  const survey = await surveyGuest(options);
  const refusals = statedRefusals();
  const stated = new Set(refusals);
  const modules = Object.entries(nodeModules()).map(([module, node]) => {
    const entries = compareModule(module, node, survey.modules[module], stated);
    return { module, state: moduleState(entries), entries };
  });
  const matched = new Set(modules.flatMap(({ entries }) => entries.map(refusalText)));
  const known = new Set(survey.globals);
  return {
    node: process.versions.node.split('.')[0] as string,
    modules,
    globals: nodeGlobals().map((name) => ({ name, state: known.has(name) ? 'provided' : 'missing' })),
    conditions: refusals.filter((text) => !matched.has(text)),
  };
}

function refusalText({ module, name }: Entry): string {
  return `${module}.${name.replace('#', '.')}()`;
}

/** Asks the guest, which may read nothing but the script that it runs. */
async function surveyGuest(options: SandboxOptions): Promise<Survey> {
  await using sandbox = createSandbox({ ...options, maxWorkers: 1 });
  const program = await sandbox.loadScript(SURVEY);
  const now = Date.now();
  const output: string[] = ['', ''];
  const decoders = [new TextDecoder(), new TextDecoder()];
  const code = await program.run({
    token: {
      jobId: 'check',
      allowedPaths: [dirname(SURVEY)],
      deniedPaths: [],
      allowedCommands: [],
      allowedTools: [],
      maxExecutionTime: 60_000,
      createdAt: new Date(now),
      expiresAt: new Date(now + 120_000),
    },
    output: (stream, data) => {
      output[stream - 1] += (decoders[stream - 1] as TextDecoder).decode(data, { stream: true });
    },
  });
  if (code !== 0) throw new Error(`The survey of the guest ended with ${code}: ${output[1]}`);
  return JSON.parse(output[0] as string) as Survey;
}
