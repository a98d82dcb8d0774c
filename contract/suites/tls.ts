import { expect } from 'vitest';
import type * as Tls from '../../host-bridge/wit/zora-node-tls.d.ts';
import { errorOf, type Instance, type OpenInstance } from '../host.ts';
import type { Registrar } from '../registrar.ts';
import { CERTIFICATE, KEY } from './tls-keys.ts';

const CONTEXT: Tls.ContextOptions = {
  ca: undefined,
  cert: [],
  key: [],
  pfx: [],
  passphrase: undefined,
  crl: [],
  ciphers: undefined,
  sigalgs: undefined,
  ecdhCurve: undefined,
  dhparam: undefined,
  minVersion: undefined,
  maxVersion: undefined,
  secureProtocol: undefined,
  secureOptions: undefined,
  honorCipherOrder: undefined,
  sessionIdContext: undefined,
  sessionTimeout: undefined,
  ticketKeys: undefined,
  allowPartialTrustChain: false,
};
const ENGINE: Tls.EngineOptions = {
  server: false,
  servername: undefined,
  alpn: undefined,
  alpnChoice: undefined,
  session: undefined,
  requestCert: false,
  rejectUnauthorized: false,
  requestOcsp: false,
  minDhSize: undefined,
  keylog: false,
  askServerName: false,
  askSessions: false,
  askOcsp: false,
};
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const WITH_KEY = { ...CONTEXT, cert: [bytes(CERTIFICATE)], key: [{ data: bytes(KEY), passphrase: undefined }] };

/** One engine with its streams, and what came out of them. */
class Side {
  readonly engine: Tls.Engine;
  readonly events: Tls.Event[] = [];
  received = 0;
  ended = false;
  readonly #in;
  readonly #out;
  readonly #plain;
  #peerEnded = false;
  readonly output;

  constructor(engine: Tls.Engine) {
    this.engine = engine;
    this.#in = engine.recordsIn();
    this.#out = engine.recordsOut();
    this.#plain = engine.input();
    this.output = engine.output();
  }

  get tags(): string[] {
    return this.events.map(({ tag }) => tag);
  }

  /** Carries what there is to the other side, and takes what is for this one. */
  step(other: Side): void {
    for (let event = this.engine.nextEvent(); event; event = this.engine.nextEvent()) this.events.push(event);
    try {
      while (Number(other.#in?.checkWrite()) > 0) {
        const chunk = this.#out?.read(65536);
        if (!chunk?.length) break;
        other.#in?.write(chunk.slice());
      }
    } catch {
      if (!this.#peerEnded) other.#in?.end();
      this.#peerEnded = true;
    }
    try {
      for (let chunk = this.#plain?.read(65536); chunk?.length; chunk = this.#plain?.read(65536)) {
        this.received += chunk.length;
      }
    } catch {
      this.ended = true;
    }
  }
}

async function until(client: Side, server: Side, done: () => boolean): Promise<void> {
  for (const end = Date.now() + 10_000; !done(); ) {
    if (Date.now() > end) throw new Error(`Still not: ${client.tags} / ${server.tags}`);
    client.step(server);
    server.step(client);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The contract of `zora:node/tls`: two engines whose records the test carries, in the place of a guest. */
export function tlsContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/tls', () => {
    let instance: Instance;
    const start = async (): Promise<typeof Tls> => {
      instance = await open({});
      return instance.imports['zora:node/tls'];
    };
    afterEach(() => instance.dispose());

    const pair = (
      { SecureContext, Engine }: typeof Tls,
      client: object = {},
      server: object = {},
      ca?: Uint8Array[],
    ) => {
      const one = new Side(Engine.open(SecureContext.open({ ...CONTEXT, ca }), { ...ENGINE, ...client }));
      const other = new Side(Engine.open(SecureContext.open(WITH_KEY), { ...ENGINE, server: true, ...server }));
      return [one, other] as const;
    };
    const bothSecure = (client: Side, server: Side) => () =>
      client.tags.includes('secure') && server.tags.includes('secure');

    test('a handshake, what was agreed on, and whom the client does not trust', async () => {
      const [client, server] = pair(
        await start(),
        { servername: 'tls.example', alpn: bytes('\x02h2') },
        { alpn: bytes('\x02h2') },
      );
      await until(client, server, bothSecure(client, server));
      expect(client.engine.facts()).toMatchObject({
        verifyError: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
        protocol: 'TLSv1.3',
        alpn: 'h2',
        reused: false,
      });
      expect(server.engine.facts()).toMatchObject({ servername: 'tls.example', alpn: 'h2', verifyError: undefined });
      const [certificate] = client.engine.peerCertificates();
      expect(certificate).toEqual(server.engine.certificate());
    });

    test('a client trusts the authority that it is given', async () => {
      const [client, server] = pair(await start(), {}, {}, [bytes(CERTIFICATE)]);
      await until(client, server, bothSecure(client, server));
      expect(client.engine.facts().verifyError).toBeUndefined();
    });

    test('much goes through whole, and the peer may go on when one side has ended', async () => {
      const [client, server] = pair(await start());
      await until(client, server, bothSecure(client, server));
      for (let i = 0; i < 8; i++) {
        await until(client, server, () => Number(client.output?.checkWrite()) > 0);
        client.output?.write(new Uint8Array(1024 * 1024));
      }
      client.output?.end();
      await until(client, server, () => server.ended);
      expect(server.received).toBe(8 * 1024 * 1024);
      server.output?.write(bytes('an answer'));
      server.output?.end();
      await until(client, server, () => client.ended);
      expect(client.received).toBe(9);
    });

    test('a server asks for the context of a name', async () => {
      const tls = await start();
      const [client, server] = pair(tls, { servername: 'other.example' }, { askServerName: true });
      await until(client, server, () => server.tags.includes('server-name'));
      expect(server.events).toContainEqual({ tag: 'server-name', val: 'other.example' });
      server.engine.answerContext(tls.SecureContext.open(WITH_KEY));
      await until(client, server, bothSecure(client, server));
    });

    test('nonsense in the place of records fails the connection in OpenSSL’s words', async () => {
      const { SecureContext, Engine } = await start();
      const engine = Engine.open(SecureContext.open(WITH_KEY), { ...ENGINE, server: true });
      engine.recordsIn()?.write(bytes('GET / HTTP/1.1\r\n\r\n'));
      let event: Tls.Event | undefined;
      while ((event = engine.nextEvent()) === undefined) await new Promise((resolve) => setImmediate(resolve));
      expect(event).toMatchObject({ tag: 'failed', val: { code: 'ERR_SSL_HTTP_REQUEST', library: 'SSL routines' } });
    });

    test('tells of the exchange and its keys', async () => {
      const [client, server] = pair(await start());
      await until(client, server, bothSecure(client, server));
      const { engine } = client;
      expect(engine.finished()).toEqual(server.engine.peerFinished());
      expect(engine.peerFinished()).toEqual(server.engine.finished());
      expect(engine.ephemeralKey()).toMatchObject({ kind: expect.any(String) });
      expect(server.engine.sharedSigalgs().length).toBeGreaterThan(0);
      const keys = engine.exportKeys(32, 'EXPORTER-contract', undefined);
      expect(keys.length).toBe(32);
      expect(server.engine.exportKeys(32, 'EXPORTER-contract', undefined)).toEqual(keys);
      expect(await errorOf(() => engine.exportKeys(1024 * 1024 + 1, 'x', undefined))).toMatchObject({ tag: 'host' });
      expect(engine.session()).toBeInstanceOf(Uint8Array);
      expect(engine.setMaxSendFragment(1024)).toBe(true);
      expect(engine.setMaxSendFragment(1)).toBe(false);
      engine.disableRenegotiation();
      engine.enableKeylog();
    });

    test('TLS 1.2 gives a ticket, resumes a session and shakes hands again', async () => {
      const tls = await start();
      const { SecureContext, Engine } = tls;
      const old = { maxVersion: 'TLSv1.2' };
      const serverContext = SecureContext.open({ ...WITH_KEY, ...old });
      const clientContext = SecureContext.open({ ...CONTEXT, ...old });
      const connect = (session?: Uint8Array) =>
        [
          new Side(Engine.open(clientContext, { ...ENGINE, session })),
          new Side(Engine.open(serverContext, { ...ENGINE, server: true })),
        ] as const;
      const [client, server] = connect();
      await until(client, server, bothSecure(client, server));
      expect(client.engine.ticket()?.length).toBeGreaterThan(0);
      const session = client.engine.session();
      expect(client.engine.renegotiate(false)).toBe(true);
      await until(client, server, () => client.tags.filter((tag) => tag === 'secure').length > 1);
      const [again, other] = connect(session);
      await until(again, other, bothSecure(again, other));
      expect(again.engine.facts().reused).toBe(true);
    });

    test('a server hands sessions to the guest and asks for them, and for the state of its certificate', async () => {
      const tls = await start();
      const old = { maxVersion: 'TLSv1.2', secureOptions: 1 << 14 };
      const kept = new Map<string, Uint8Array>();
      const { SecureContext, Engine } = tls;
      const serverContext = SecureContext.open({ ...WITH_KEY, ...old });
      const clientContext = SecureContext.open({ ...CONTEXT, ...old });
      const shake = async (session?: Uint8Array) => {
        const client = new Side(Engine.open(clientContext, { ...ENGINE, session, requestOcsp: true }));
        const server = new Side(
          Engine.open(serverContext, { ...ENGINE, server: true, askSessions: true, askOcsp: true }),
        );
        let answered = 0;
        await until(client, server, () => {
          for (const event of server.events.slice(answered)) {
            answered++;
            if (event.tag === 'new-session') {
              kept.set(Buffer.from(event.val.id).toString('hex'), event.val.data);
              server.engine.answerKept();
            } else if (event.tag === 'resume-session') {
              server.engine.answerBytes(kept.get(Buffer.from(event.val).toString('hex')));
            } else if (event.tag === 'ocsp-request') server.engine.answerBytes(undefined);
          }
          return bothSecure(client, server)();
        });
        return client;
      };
      const first = await shake();
      expect(kept.size).toBe(1);
      const second = await shake(first.engine.session());
      expect(second.engine.facts().reused).toBe(true);
    });

    test('a question without an answer ends the handshake', async () => {
      const [client, server] = pair(await start(), { servername: 'other.example' }, { askServerName: true });
      await until(client, server, () => server.tags.includes('server-name'));
      server.engine.refuse('nobody is here');
      await until(client, server, () => client.tags.includes('failed') || client.ended);
      expect(server.tags).not.toContain('secure');
    });

    test('a context has tickets, authorities and its certificate; a connection may change it', async () => {
      const tls = await start();
      const context = tls.SecureContext.open(WITH_KEY);
      expect(context.ticketKeys().length).toBe(48);
      const keys = new Uint8Array(48).fill(7);
      context.setTicketKeys(keys);
      expect(context.ticketKeys()).toEqual(keys);
      expect(await errorOf(() => context.setTicketKeys(new Uint8Array(1)))).toMatchObject({ tag: 'host' });
      context.addCa(bytes(CERTIFICATE));
      expect(context.certificate()?.length).toBeGreaterThan(100);
      expect(context.issuer() ?? new Uint8Array()).toBeInstanceOf(Uint8Array);
      const engine = tls.Engine.open(tls.SecureContext.open(CONTEXT), { ...ENGINE, server: true });
      engine.setContext(context);
      expect(tls.ciphers().length).toBeGreaterThan(10);
      expect(tls.caCertificates('bundled')[0]).toMatch(/^-----BEGIN CERTIFICATE-----/);
      expect(await errorOf(() => tls.caCertificates('nonsense'))).toMatchObject({ tag: 'library' });
    });

    // Each of these would end the process of a host that hands them to Node as they are.
    test.each([
      ['a list of protocols that is cut off', { alpn: new Uint8Array([5, 1]) }],
      ['an empty protocol', { alpn: new Uint8Array([0]) }],
      ['a session without end', { session: new Uint8Array(1024 * 1024) }],
      ['a name with a NUL', { servername: 'a\0b' }],
    ])('refuses %s', async (_, options) => {
      const { SecureContext, Engine } = await start();
      const context = SecureContext.open(CONTEXT);
      expect(await errorOf(() => Engine.open(context, { ...ENGINE, ...options }))).toMatchObject({
        tag: 'host',
        val: { tag: 'invalid-argument' },
      });
    });

    test('refuses ticket keys of another size, and keys that are none', async () => {
      const { SecureContext } = await start();
      expect(await errorOf(() => SecureContext.open({ ...CONTEXT, ticketKeys: new Uint8Array(47) }))).toMatchObject({
        tag: 'host',
      });
      const key = [{ data: bytes('no key'), passphrase: undefined }];
      expect(await errorOf(() => SecureContext.open({ ...CONTEXT, key }))).toMatchObject({ tag: 'library' });
    });
  });
}
