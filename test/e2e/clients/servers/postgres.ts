import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CERTIFICATE, KEY } from '../../../../contract/suites/tls-keys.ts';
import { locate } from './program.ts';
import { ordinaryUser, Running, serverFolder } from './running.ts';

/** The superuser of the database, and its password. */
export const POSTGRES_USER = { user: 'tester', password: 'correct horse' };

/**
 * A PostgreSQL server with an empty database `postgres`, on a port (with TLS for who wants it) and on the Unix socket
 * `.s.PGSQL.<port>` of its folder. Who comes must know the password.
 */
export function startPostgres(): Promise<Running> {
  const user = ordinaryUser();
  const folder = serverFolder(user);
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    chmodSync(file, 0o600);
    if (user) chownSync(file, user.uid, user.gid);
    return file;
  };
  const data = join(folder, 'data');
  const password = write('password', POSTGRES_USER.password);
  execFileSync(
    locate('initdb'),
    ['-D', data, '-U', POSTGRES_USER.user, '-A', 'scram-sha-256', '--pwfile', password, '-E', 'UTF8', '--no-sync'],
    { ...user, cwd: folder, stdio: 'pipe', env: { PATH: process.env['PATH'], LC_ALL: 'C' } },
  );
  appendFileSync(
    join(data, 'postgresql.conf'),
    [
      "listen_addresses = '127.0.0.1'",
      `unix_socket_directories = '${folder}'`,
      'fsync = off',
      'ssl = on',
      `ssl_cert_file = '${write('server.crt', CERTIFICATE)}'`,
      `ssl_key_file = '${write('server.key', KEY)}'`,
      '',
    ].join('\n'),
  );
  // SIGINT is its "fast shutdown": it does not wait for clients.
  const args = (port: number) => ['-D', data, '-p', String(port)];
  return Running.start({ file: locate('postgres'), args, folder, user, signal: 'SIGINT' });
}
