import { x } from 'tinyexec';

/** Runs commands: whole output, line by line, piped, failing. */
export async function job({ folder }) {
  const options = { nodeOptions: { cwd: folder } };
  const { stdout, exitCode } = await x('printf', ['a\nb\n'], options);
  const lines = [];
  for await (const line of x('printf', ['1\n2\n'], options)) lines.push(line);
  const piped = await x('printf', ['b\na\n'], options).pipe('sort', [], options);
  const failed = await x('ls', ['missing'], { ...options, throwOnError: true }).then(undefined, (error) => error);
  return { stdout, exitCode, lines, piped: piped.stdout, failed: [failed.name, failed.exitCode, failed.code] };
}
