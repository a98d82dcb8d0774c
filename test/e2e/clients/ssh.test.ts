/** `ssh2` in pure JavaScript, with sshd. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';
import { describeWith } from './servers/program.ts';
import { startSshd } from './servers/sshd.ts';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();

describeWith('sshd', 'with an SSH server', () => {
  const server = serverFor(startSshd);
  const input = () => {
    const { port, folder, username, privateKey, wrongKey, hostKey } = server();
    return { port, username, privateKey, wrongKey, hostKey, remote: mkdtempSync(join(folder, 'remote-')) };
  };

  test('as a script', () => clients.expectScript('ssh2', LOOPBACK, input()));
  test('as a tool', () => clients.expectTool('ssh2', LOOPBACK, input()));
  test('it may not reach a server that is not granted', () => expectDenied(clients, 'ssh2', input()));
});
