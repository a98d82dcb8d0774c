/** One side of a TLS connection, over records that the guest carries. */
import { EventEmitter } from 'node:events';
import * as tls from 'node:tls';
import { InvalidArgument } from '../../capability/denial.ts';
import type * as Wit from '../../wit/zora-node-tls.d.ts';
import { toLibraryError } from '../crypto/failure.ts';
import { type InputChannel, inputFromReadable } from '../input-channel.ts';
import { type OutputChannel, outputToWritable } from '../output-channel.ts';
import { Readiness } from '../readiness.ts';
import { assertAtMost, copyOf } from './session.ts';
import { Wire } from './wire.ts';

const MAX_SESSION = 64 * 1024;
const MAX_NAME = 4096;
/** Events that nobody has taken; key material and sessions beyond are dropped. */
const MAX_EVENTS = 256;

type Answer = (error: Error | null, value?: unknown) => void;

/** What Node's own socket has inside: the error of the peer's certificate, and whether its errors are somebody else's. */
interface Inside {
  _handle?: { verifyError(): (Error & { code?: string }) | null } | null;
}

/** See the file's head. */
export class HostEngine {
  readonly wire = new Wire();
  readonly readiness = new Readiness(() => this.#events.length > 0);
  readonly input: InputChannel;
  readonly output: OutputChannel;
  readonly #socket: tls.TLSSocket;
  #events: Wit.Event[] = [];
  #answer: Answer | undefined;
  #failed = false;
  #keylog = false;
  /** Whether the peer's certificate was asked for: a server's client has none otherwise, and that is no error. */
  #asksPeer: boolean;

  constructor(context: tls.SecureContext, options: Wit.EngineOptions) {
    check(options);
    this.#asksPeer = !options.server || options.requestCert;
    this.#socket = options.server ? this.#serve(context, options) : this.#connect(context, options);
    const socket = this.#socket;
    socket.on('error', (error: Error) => this.#fail(error));
    // A server's errors before the end of the handshake come this way alone.
    socket.on('_tlsError', (error: Error) => {
      this.#fail(error);
      socket.destroy();
    });
    socket.on('session', (session: Buffer) => this.#push({ tag: 'session', val: copyOf(session) }));
    if (options.keylog) this.enableKeylog();
    this.input = inputFromReadable(socket, { lazy: true, keep: true });
    this.output = outputToWritable(socket);
  }

  get socket(): tls.TLSSocket {
    return this.#socket;
  }

  /** The next event. */
  next(): Wit.Event | undefined {
    const event = this.#events.shift();
    if (event === undefined) this.readiness.rearm();
    return event;
  }

  /** Answers the question that is open. */
  answer(error: Error | null, value?: unknown): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(error, value);
  }

  /** Reports key material from now on. */
  enableKeylog(): void {
    if (this.#keylog) return;
    this.#keylog = true;
    this.#socket.on('keylog', (line: Buffer) => this.#push({ tag: 'keylog', val: copyOf(line) }));
  }

  /** Asks for a new handshake. */
  renegotiate(requestCert: boolean): boolean {
    this.#asksPeer ||= requestCert;
    return Boolean(
      this.#socket.renegotiate({ requestCert, rejectUnauthorized: false }, (error: Error | null) => {
        if (error) this.#fail(error);
        else this.#push({ tag: 'secure' });
      }),
    );
  }

  /** What was agreed on. */
  facts(): Wit.Facts {
    const socket = this.#socket;
    const error = this.#asksPeer ? (socket as unknown as Inside)._handle?.verifyError() : null;
    const cipher = socket.getCipher() as { name: string; standardName: string; version: string } | undefined;
    const { servername } = socket as unknown as { servername?: unknown };
    return {
      verifyError: error ? { code: error.code ?? '', message: error.message } : undefined,
      protocol: socket.getProtocol() ?? undefined,
      cipher: cipher && { name: cipher.name, standardName: cipher.standardName, version: cipher.version },
      alpn: typeof socket.alpnProtocol === 'string' ? socket.alpnProtocol.toWellFormed() : undefined,
      servername: typeof servername === 'string' ? servername.toWellFormed() : undefined,
      reused: socket.isSessionReused(),
    };
  }

  /** Ends it whatever is under way. */
  destroy(): void {
    this.#answer = undefined;
    this.#socket.destroy();
    this.wire.destroy();
  }

  #connect(context: tls.SecureContext, options: Wit.EngineOptions): tls.TLSSocket {
    const { alpn, servername, session, minDhSize, requestOcsp } = options;
    const socket = tls.connect({
      socket: this.wire,
      secureContext: context,
      // Who the server is, the guest decides.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
      requestOCSP: requestOcsp,
      ...(servername === undefined ? {} : { servername }),
      ...(alpn === undefined ? {} : { ALPNProtocols: Buffer.from(alpn) as unknown as string[] }),
      ...(session === undefined ? {} : { session: Buffer.from(session) }),
      ...(minDhSize === undefined ? {} : { minDHSize: minDhSize }),
      allowHalfOpen: true,
    } as tls.ConnectionOptions);
    socket.on('secureConnect', () => this.#push({ tag: 'secure' }));
    if (requestOcsp) {
      socket.on('OCSPResponse', (response: Buffer | null) =>
        this.#push({ tag: 'ocsp-response', val: response === null ? undefined : copyOf(response) }),
      );
    }
    return socket;
  }

  #serve(context: tls.SecureContext, options: Wit.EngineOptions): tls.TLSSocket {
    const { alpn, alpnChoice, requestCert, rejectUnauthorized } = options;
    const socket = new tls.TLSSocket(this.wire, {
      isServer: true,
      secureContext: context,
      server: this.#asker(options) as unknown as tls.Server,
      requestCert,
      // Where the guest rejects, so does OpenSSL a client without a certificate.
      rejectUnauthorized,
      ...(alpn === undefined || alpnChoice !== undefined
        ? {}
        : { ALPNProtocols: Buffer.from(alpn) as unknown as string[] }),
      ...(alpnChoice === undefined ? {} : { ALPNCallback: () => (alpnChoice === '' ? undefined : alpnChoice) }),
      ...(options.askServerName
        ? {
            SNICallback: (name: string, done: Answer) => {
              this.#ask({ tag: 'server-name', val: name === '' ? undefined : name.toWellFormed() }, done);
            },
          }
        : {}),
      allowHalfOpen: true,
    } as tls.TLSSocketOptions);
    socket.on('secure', () => this.#push({ tag: 'secure' }));
    return socket;
  }

  /** What Node asks a server for, it asks its events. */
  #asker({ askSessions, askOcsp }: Wit.EngineOptions): EventEmitter {
    const asker = new EventEmitter();
    if (askSessions) {
      asker.on('newSession', (id: Buffer, data: Buffer, done: () => void) =>
        this.#ask({ tag: 'new-session', val: { id: copyOf(id), data: copyOf(data) } }, done),
      );
      asker.on('resumeSession', (id: Buffer, done: Answer) =>
        this.#ask({ tag: 'resume-session', val: copyOf(id) }, done),
      );
    }
    if (askOcsp) {
      asker.on('OCSPRequest', (certificate: Buffer | null, issuer: Buffer | null, done: Answer) =>
        this.#ask(
          {
            tag: 'ocsp-request',
            val: {
              certificate: certificate ? copyOf(certificate) : undefined,
              issuer: issuer ? copyOf(issuer) : undefined,
            },
          },
          done,
        ),
      );
    }
    return asker;
  }

  #ask(question: Wit.Event, answer: Answer): void {
    this.#answer = answer;
    this.#push(question);
  }

  #fail(error: Error): void {
    if (this.#failed) return;
    this.#failed = true;
    this.#push({ tag: 'failed', val: toLibraryError(error) });
  }

  #push(event: Wit.Event): void {
    if (this.#events.length >= MAX_EVENTS && (event.tag === 'keylog' || event.tag === 'session')) return;
    this.#events.push(event);
    this.readiness.notify();
  }
}

/** Node ends the process for lists of protocols that are none, and takes sessions of any size. @throws InvalidArgument */
function check({ alpn, session, servername }: Wit.EngineOptions): void {
  assertAtMost(session?.length ?? 0, MAX_SESSION, 'session');
  assertAtMost(servername?.length ?? 0, MAX_NAME, 'servername');
  if (servername?.includes('\0')) throw new InvalidArgument('servername: has a NUL');
  if (alpn === undefined) return;
  assertAtMost(alpn.length, 65535, 'alpn');
  let at = 0;
  while (at < alpn.length) {
    const length = alpn[at] as number;
    if (length === 0) throw new InvalidArgument('alpn: an empty name');
    at += 1 + length;
  }
  if (at !== alpn.length) throw new InvalidArgument('alpn: cut off');
}
