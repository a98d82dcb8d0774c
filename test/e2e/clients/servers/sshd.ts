import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { locate } from './program.ts';
import { Running, serverFolder } from './running.ts';

/** Where sshd, as root, shuts itself in; it must be there. */
const PRIVILEGE_SEPARATION = '/run/sshd';

/** An SSH server that lets in who runs the tests, by key. */
export interface SshServer extends AsyncDisposable {
  port: number;
  /** A folder that is gone with the server. */
  folder: string;
  username: string;
  /** The key that it accepts, and one that it does not, in OpenSSH's form. */
  privateKey: string;
  wrongKey: string;
  /** The host's public key, as in `known_hosts`: base64. */
  hostKey: string;
}

/** Starts sshd on a port of loopback. */
export async function startSshd(): Promise<SshServer> {
  const folder = serverFolder();
  const makeKey = (name: string, type: string): string => {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', file]);
    return file;
  };
  const host = makeKey('host', 'ed25519');
  const client = makeKey('client', 'ed25519');
  const wrong = makeKey('wrong', 'ecdsa');
  const made = process.getuid?.() === 0 && !existsSync(PRIVILEGE_SEPARATION);
  if (made) mkdirSync(PRIVILEGE_SEPARATION, { mode: 0o755 });
  const config = join(folder, 'sshd_config');
  const running = await Running.start({
    file: locate('sshd'),
    args(port) {
      const lines = [
        `ListenAddress 127.0.0.1:${port}`,
        `HostKey ${host}`,
        `AuthorizedKeysFile ${client}.pub`,
        'PidFile none',
        'UsePAM no',
        'StrictModes no',
        'PasswordAuthentication no',
        'KbdInteractiveAuthentication no',
        'PermitRootLogin prohibit-password',
        'Subsystem sftp internal-sftp',
        '',
      ];
      writeFileSync(config, lines.join('\n'));
      return ['-D', '-e', '-f', config];
    },
    folder,
  });
  return {
    port: running.port,
    folder,
    username: userInfo().username,
    privateKey: readFileSync(client, 'utf8'),
    wrongKey: readFileSync(wrong, 'utf8'),
    hostKey: readFileSync(`${host}.pub`, 'utf8').split(' ')[1]?.trim() ?? '',
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      if (made) rmdirSync(PRIVILEGE_SEPARATION);
    },
  };
}
