import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Folder } from './fixture.ts';

// What a guest can write depends on the host's user as well: this runs as one that may write little.
const nobody = 65_534;
const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());

const authority = new URL('../../../host-bridge/capability/authority.ts', import.meta.url).pathname;

/** Whether that user can run this package's code, which may lie in a folder of somebody else's. */
function canRun(): boolean {
  if (process.getuid?.() !== 0) return false;
  const look = `require('node:fs').accessSync(${JSON.stringify(authority)})`;
  return spawnSync(process.execPath, ['-e', look], { uid: nobody, gid: nobody, cwd: '/', env: {} }).status === 0;
}

test.runIf(canRun())('a program that the host’s user cannot change may be run by its name', () => {
  chmodSync(folder.path, 0o755);
  folder.script('allowed/system/tool', 'exit 0');
  folder.script('allowed/own/mine', 'exit 0');
  chmodSync(folder.at('allowed/own/mine'), 0o555);
  chownSync(folder.at('allowed/own/mine'), nobody, nobody);
  folder.script('allowed/open/swapped', 'exit 0');
  chmodSync(folder.at('allowed/open'), 0o777);
  const program = `
    const { createAuthority } = await import(${JSON.stringify(authority)});
    const at = (name) => ${JSON.stringify(folder.path)} + '/allowed/' + name;
    const { command } = createAuthority({
      token: { jobId: 'j', allowedPaths: [at('')], deniedPaths: [], allowedCommands: ['tool', 'mine', 'swapped'],
        allowedTools: [], maxExecutionTime: 60000, createdAt: new Date(), expiresAt: new Date(Date.now() + 60000) },
      cwd: at(''), environment: { PATH: ['system', 'own', 'open'].map(at).join(':') }, home: '/nonexistent',
    });
    const answers = ['tool', 'mine', 'swapped'].map((file) => {
      try { return command({ file }).file.slice(at('').length); } catch (error) { return error.code; }
    });
    process.stdout.write(JSON.stringify([process.getuid(), ...answers]));`;
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: {},
    encoding: 'utf8',
  });
  expect(run.stderr).toBe('');
  expect(JSON.parse(run.stdout)).toEqual([nobody, 'system/tool', 'ERR_ACCESS_DENIED', 'ERR_ACCESS_DENIED']);
});
