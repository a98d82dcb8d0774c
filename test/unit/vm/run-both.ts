/** Runs one script in the guest and in Node, for tests that say what is the same in both. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileSandbox, scratchFolder, token } from '../../e2e/support/sandbox.ts';

export interface Ran {
  code: number | null;
  stdout: string;
}

/** Makes the runner of a test file. */
export function scriptRunner(): {
  guest(source: string, name?: string): Promise<Ran>;
  node(source: string, name?: string): Ran;
} {
  const sandbox = fileSandbox({ maxWorkers: 2 });
  const folder = scratchFolder();
  const write = (source: string, name: string): string => {
    const file = join(folder, name);
    writeFileSync(file, source);
    return file;
  };
  return {
    async guest(source, name = 'script.cjs') {
      const file = write(source, name);
      const program = await sandbox.loadScript(file);
      let stdout = '';
      const code = await program.run({
        token: token({ allowedPaths: [folder] }),
        cwd: folder,
        output: (stream, data) => {
          if (stream === 1) stdout += Buffer.from(data).toString();
        },
      });
      return { code, stdout };
    },
    node(source, name = 'script.cjs') {
      const { status, stdout } = spawnSync(process.execPath, ['--no-warnings', write(source, name)], {
        cwd: folder,
        encoding: 'utf8',
        timeout: 20_000,
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { NODE_DISABLE_COLORS: '1' },
      });
      return { code: status, stdout };
    },
  };
}
