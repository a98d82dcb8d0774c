import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import { CERTIFICATE, KEY } from '../../../../contract/suites/tls-keys.ts';

/** A mail as it came in. */
export interface Mail {
  from: string;
  to: string[];
  user: string | undefined;
  secure: boolean;
  data: string;
}

/** A server for mail, of this process, that keeps what it gets. */
export interface SmtpServer extends AsyncDisposable {
  port: number;
  mails: Mail[];
}

/** Starts one that offers STARTTLS, wants the user `user` with the password `secret`, and knows everybody but `nobody@example.com`. */
export async function startSmtp(): Promise<SmtpServer> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    key: KEY,
    cert: CERTIFICATE,
    authMethods: ['PLAIN', 'LOGIN'],
    onAuth({ username, password }, _session, callback) {
      if (username === 'user' && password === 'secret') callback(null, { user: username });
      else callback(Object.assign(new Error('Who are you?'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, callback) {
      if (address.startsWith('nobody@')) callback(Object.assign(new Error('Unknown'), { responseCode: 550 }));
      else callback();
    },
    onData(stream, { envelope, user, secure }, callback) {
      buffer(stream).then((data) => {
        const from = envelope.mailFrom ? envelope.mailFrom.address : '';
        const to = envelope.rcptTo.map(({ address }) => address);
        mails.push({ from, to, user: user as string | undefined, secure, data: data.toString() });
        callback();
      }, callback);
    },
  });
  // A client that refuses the certificate is an error of its connection.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
