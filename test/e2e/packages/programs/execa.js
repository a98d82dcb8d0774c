import { execa, execaSync } from 'execa';

/** Runs commands: output, input, lines, pipes, a failure, and synchronously. */
export async function job({ folder }) {
  const $ = execa({ cwd: folder });
  const lines = [];
  for await (const line of $`printf ${'a\nb\nc d'}`) lines.push(line);
  const failed = await $`ls missing`.catch((error) => error);
  const { stdout } = await $({ input: 'b\na\n' })`sort`;
  const piped = await $`printf ${'x\ny\nx\n'}`.pipe`sort`.pipe`uniq -c`;
  return {
    lines,
    sorted: stdout,
    piped: piped.stdout.trim(),
    all: (await execa('sh', ['-c', 'echo out; echo err >&2'], { all: true, cwd: folder })).stderr,
    sync: execaSync('echo', ['sync']).stdout,
    failed: {
      exitCode: failed.exitCode,
      name: failed.name,
      short: failed.shortMessage,
      code: failed.code,
      cause: failed.cause?.code,
    },
  };
}
