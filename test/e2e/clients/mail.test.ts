/** `nodemailer` with a server of `smtp-server`. */
import { describe, expect, test } from 'vitest';
import { CERTIFICATE } from '../../../contract/suites/tls-keys.ts';
import { startSmtp } from './servers/smtp.ts';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();

describe('with a mail server that wants STARTTLS and a password', () => {
  const server = serverFor(startSmtp);
  const input = () => ({ port: server().port, ca: CERTIFICATE });
  const received = () =>
    server()
      .mails.splice(0)
      .map(({ data, ...mail }) => ({ ...mail, size: data.length }));

  test.each(['script', 'tool'] as const)('nodemailer as a %s: what it sends is what Node sends', async (kind) => {
    const native = await clients.native('nodemailer', input());
    const expected = received();
    if (kind === 'tool') expect(await clients.tool('nodemailer', LOOPBACK, input())).toEqual(native);
    else {
      const { stdout, stderr } = await clients.script('nodemailer', LOOPBACK, input());
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(native);
    }
    const bySize = (mails: typeof expected) => mails.sort((a, b) => a.size - b.size || a.to.length - b.to.length);
    expect(expected).toHaveLength(7);
    expect(bySize(received())).toEqual(bySize(expected));
    expect(expected.every(({ secure, user }) => secure && user === 'user')).toBe(true);
  });

  test('it may not reach a server that is not granted', async () => {
    await expectDenied(clients, 'nodemailer', input());
    expect(received()).toEqual([]);
  });
});
