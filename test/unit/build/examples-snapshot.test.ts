/** What the build leaves to a tool's first call. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundleProbe } from '../../../src/build/bundle.ts';
import { codeFile } from '../../../src/build/paths.ts';
import { shakeProgram } from '../../../src/build/program.ts';
import { moduleGraph, type ProbeReport, planSnapshot } from '../../../src/build/snapshot.ts';
import { EXAMPLES, fileSandbox, token } from '../../e2e/support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 1 });

test.each(['shell_exec.ts', 'web_fetch.ts'])('nothing of %s: zod costs nothing there', async (name) => {
  const program = await shakeProgram(join(EXAMPLES, name));
  const graph = moduleGraph(program);
  expect(graph.order.some((module) => module.includes('zod'))).toBe(true);
  const evaluator = await sandbox.load(
    await sandbox.build(codeFile('src/sandbox/evaluator'), { snapshot: 'deferred' }),
  );
  const report = await evaluator.invoke(await bundleProbe(program, graph.order), { token: token({}) });
  expect(planSnapshot(graph, JSON.parse(String(report)) as ProbeReport).deferred).toEqual([]);
});
