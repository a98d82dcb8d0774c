import spawn from 'cross-spawn';

/** Runs a command, asynchronously and synchronously. */
export async function job({ folder }) {
  const child = spawn('sort', ['-r'], { cwd: folder });
  child.stdin.end('a\nb\n');
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const code = await new Promise((resolve, reject) => child.on('close', resolve).on('error', reject));
  const missing = await new Promise((resolve) =>
    spawn('no-such-command-x')
      .on('error', (error) => resolve(error.code))
      .on('close', resolve),
  );
  const { stdout, status } = spawn.sync('printf', ['%s', 'x y'], { encoding: 'utf8' });
  return { code, output, missing, sync: [stdout, status] };
}
