import { createTransport } from 'nodemailer';

/** Sends mail: plain, over STARTTLS with a password, through a pool; and is refused. */
export async function job({ port, ca }) {
  const options = { host: '127.0.0.1', port, name: 'client.example' };
  const auth = { user: 'user', pass: 'secret' };
  const tls = { ca };
  const message = {
    from: 'a@example.com',
    to: ['b@example.com', 'c@example.com'],
    subject: 'Grüße',
    text: 'Hällo\n.\nend',
    html: '<b>Hällo</b>',
    date: new Date(0),
    messageId: '<fixed@example.com>',
    attachments: [{ filename: 'a.bin', content: Buffer.alloc(300_000, 'attached') }],
  };
  const about = ({ accepted, rejected, envelope, messageId, response }) => ({
    accepted,
    rejected,
    envelope,
    messageId,
    response,
  });

  const secure = createTransport({ ...options, requireTLS: true, auth, tls });
  const verified = await secure.verify();
  const sent = about(await secure.sendMail(message));
  const refused = await secure.sendMail({ ...message, to: 'nobody@example.com' }).catch((error) => error);

  const pool = createTransport({ ...options, requireTLS: true, auth, tls, pool: true, maxConnections: 2 });
  const pooled = await Promise.all(
    Array.from({ length: 6 }, async (_, i) => (await pool.sendMail({ ...message, subject: `${i}` })).accepted.length),
  );
  pool.close();

  const failed = [];
  for (const [why, changes] of Object.entries({
    password: { auth: { ...auth, pass: 'wrong' }, tls },
    plainly: { ignoreTLS: true, auth },
    certificate: { auth, requireTLS: true, tls: {} },
    name: { auth, requireTLS: true, tls: { ca, servername: 'other.example' } },
  })) {
    const error = await createTransport({ ...options, ...changes })
      .verify()
      .catch((thrown) => thrown);
    failed.push([why, error.code, error.responseCode, error.command]);
  }
  return { verified, sent, refused: [refused.code, refused.responseCode, refused.rejected], pooled, failed };
}
