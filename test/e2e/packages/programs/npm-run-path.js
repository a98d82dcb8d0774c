import { join } from 'node:path';
import { npmRunPath, npmRunPathEnv } from 'npm-run-path';

/** The path with the folders of a project's own commands. */
export async function job({ folder }) {
  const path = npmRunPath({ cwd: join(folder, 'a'), path: '/bin', execPath: '/opt/node/bin/node' });
  const env = npmRunPathEnv({ cwd: folder, env: { PATH: '/bin', X: '1' }, addExecPath: false });
  const relative = (text) =>
    text
      .split(':')
      .filter((part) => part.startsWith(folder) || part === '/bin' || part.startsWith('/opt'))
      .map((part) => part.replace(folder, '.'));
  return { path: relative(path), env: { X: env.X, path: relative(env.PATH) } };
}
