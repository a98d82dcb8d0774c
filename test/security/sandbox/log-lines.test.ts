/** A guest that floods the host's log. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

const SOURCE = `
import { spawnSync } from 'node:child_process';
/** Writes until it is told that it may not. */
export const flood = ({ stream, text, times }) => new Promise((resolve) => {
  const out = process[stream];
  out.on('error', (error) => resolve(error.code));
  for (let i = 0; i < times; i++) out.write(text);
  out.write('', () => setTimeout(() => resolve('all'), 50));
});
export const child = () => spawnSync('printf', ['a\\\\nb\\\\nc\\\\nd\\\\n'], { stdio: ['ignore', 2, 'inherit'] }).status;
`;
const folder = scratchFolder();
const sandbox = fileSandbox({ maxWorkers: 2 });

async function run(input: unknown, logLines: number, name = 'flood') {
  const file = join(folder, 'log.ts');
  writeFileSync(file, `// @ts-nocheck\n${SOURCE}`);
  const tool = await sandbox.load(file);
  let [out, err] = ['', ''];
  const answer = await tool.invoke(input, {
    token: token({ allowedCommands: ['printf'] }),
    grant: { limits: { logLines } },
    tool: name,
    output: (stream, data) => {
      if (stream === 1) out += Buffer.from(data).toString();
      else err += Buffer.from(data).toString();
    },
  });
  return { answer, out, err };
}

test('standard error takes as many lines as the grant says', async () => {
  const { answer, err } = await run({ stream: 'stderr', text: 'line\n', times: 20 }, 10);
  expect(answer).toBe('ERR_LIMIT_EXCEEDED');
  expect(err).toBe('line\n'.repeat(10));
});

test('a write of more lines than are left is not begun', async () => {
  const { answer, err } = await run({ stream: 'stderr', text: 'a\nb\nc\n', times: 4 }, 10);
  expect(answer).toBe('ERR_LIMIT_EXCEEDED');
  expect(err).toBe('a\nb\nc\n'.repeat(3));
});

test('just so many is not too many, and what has no end is no line', async () => {
  expect(await run({ stream: 'stderr', text: 'line\n', times: 10 }, 10)).toMatchObject({ answer: 'all' });
  expect(await run({ stream: 'stderr', text: 'word ', times: 100 }, 1)).toMatchObject({ answer: 'all' });
});

test('standard output is no log', async () => {
  expect(await run({ stream: 'stdout', text: 'line\n', times: 100 }, 1)).toMatchObject({ answer: 'all' });
});

test("a child's lines on the instance's standard error are counted too", async () => {
  expect(await run(undefined, 4, 'child')).toEqual({ answer: 0, out: '', err: 'a\nb\nc\nd\n' });
  expect((await run(undefined, 3, 'child')).err).toBe('');
});
