import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);
const FOLDER = 'notes';

const input = z.object({
  version: z
    .string()
    .regex(/^\d+\.\d+\.\d+$/)
    .describe('The release'),
  since: z.string().optional().describe('The last release’s commit or tag'),
});

export interface Notes {
  file: string;
  commits: number;
  /** What an earlier run had written; null for the first. */
  replaced: string | null;
}

async function writeNotes({ version, since }: z.infer<typeof input>): Promise<Notes> {
  const range = since === undefined ? 'HEAD' : `${since}..HEAD`;
  const { stdout } = await run('git', ['log', '--format=%s', range]);
  const commits = stdout.split('\n').filter((line) => line !== '');
  const file = path.join(FOLDER, `${version}.md`);
  await mkdir(FOLDER, { recursive: true });
  const replaced = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  const author = process.env['NOTES_AUTHOR'] ?? 'nobody';
  await writeFile(file, `# ${version}\n\n${commits.map((line) => `- ${line}\n`).join('')}\nBy ${author}\n`);
  return { file, commits: commits.length, replaced };
}

export default {
  name: 'release_notes',
  description: 'Writes the notes of a release from the commits since the last one.',
  input_schema: z.toJSONSchema(input),
  handler: async (value: unknown): Promise<Notes> => writeNotes(input.parse(value)),
};
