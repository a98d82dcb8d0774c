/** `pg` with a PostgreSQL server. */
import { test } from 'vitest';
import { CERTIFICATE } from '../../../contract/suites/tls-keys.ts';
import { POSTGRES_USER, startPostgres } from './servers/postgres.ts';
import { describeWith } from './servers/program.ts';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();

describeWith('postgres', 'with a PostgreSQL server', () => {
  const server = serverFor(startPostgres);
  const input = (more: object = {}) => ({ port: server().port, ...POSTGRES_USER, ...more });

  test('as a script', () => clients.expectScript('pg', LOOPBACK, input()));

  test('as a tool', () => clients.expectTool('pg', LOOPBACK, input()));

  test('over TLS', () => clients.expectTool('pg', LOOPBACK, input({ ca: CERTIFICATE })));

  test('through a Unix socket', () => {
    const { folder } = server();
    return clients.expectTool('pg', { paths: [folder] }, input({ host: folder }));
  });

  test('it may not reach a server that is not granted', () => expectDenied(clients, 'pg', input()));
});
