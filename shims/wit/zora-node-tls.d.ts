// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-crypto.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/tls@0.1.0' {
  /**
   * Certificates of authorities in PEM: `default`, `system`, `bundled` or `extra`.
   */
  export function caCertificates(kind: string): Array<string>;
  /**
   * Cipher suites.
   */
  export function ciphers(): Array<string>;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type InputStream = import('zora:node/io@0.1.0').InputStream;
  export type OutputStream = import('zora:node/io@0.1.0').OutputStream;
  export type Failure = import('zora:node/crypto@0.1.0').Failure;
  export type LibraryError = import('zora:node/crypto@0.1.0').LibraryError;
  /**
   * A private key, or a PKCS#12 bundle.
   */
  export interface Secret {
    /**
     * PEM, or the bundle.
     */
    data: Uint8Array,
    /**
     * What it is encrypted with.
     */
    passphrase?: string | null | undefined,
  }
  /**
   * Each as the option of Node's `tls.createSecureContext` of that name.
   */
  export interface ContextOptions {
    /**
     * Authorities; none is the host's own list.
     */
    ca?: Array<Uint8Array> | null | undefined,
    /**
     * Certificate chains.
     */
    cert: Array<Uint8Array>,
    /**
     * Private keys.
     */
    key: Array<Secret>,
    /**
     * Bundles of keys and certificates.
     */
    pfx: Array<Secret>,
    /**
     * Passphrase of keys that have none of their own.
     */
    passphrase?: string | null | undefined,
    /**
     * Revocation lists.
     */
    crl: Array<Uint8Array>,
    /**
     * Cipher suites, as OpenSSL writes them.
     */
    ciphers?: string | null | undefined,
    /**
     * Signature algorithms.
     */
    sigalgs?: string | null | undefined,
    /**
     * Curves.
     */
    ecdhCurve?: string | null | undefined,
    /**
     * Diffie-Hellman parameters in PEM, or `auto`.
     */
    dhparam?: Uint8Array | null | undefined,
    /**
     * Oldest protocol.
     */
    minVersion?: string | null | undefined,
    /**
     * Newest protocol.
     */
    maxVersion?: string | null | undefined,
    /**
     * OpenSSL's method, the old way of choosing a protocol.
     */
    secureProtocol?: string | null | undefined,
    /**
     * OpenSSL's `SSL_OP_*`.
     */
    secureOptions?: number | null | undefined,
    /**
     * The server's preference of ciphers decides.
     */
    honorCipherOrder?: boolean | null | undefined,
    /**
     * What sessions are bound to.
     */
    sessionIdContext?: string | null | undefined,
    /**
     * Seconds that a session may be resumed.
     */
    sessionTimeout?: number | null | undefined,
    /**
     * 48 bytes.
     */
    ticketKeys?: Uint8Array | null | undefined,
    /**
     * Intermediate authorities of `ca` are trusted by themselves.
     */
    allowPartialTrustChain: boolean,
  }
  /**
   * How one side of a connection behaves.
   */
  export interface EngineOptions {
    /**
     * The server's side.
     */
    server: boolean,
    /**
     * The host name that a client sends (SNI).
     */
    servername?: string | null | undefined,
    /**
     * ALPN: protocol names, each after its length.
     */
    alpn?: Uint8Array | null | undefined,
    /**
     * What a server answers whatever `alpn` says: the guest has read the client's offer itself. Empty refuses all.
     */
    alpnChoice?: string | null | undefined,
    /**
     * The session that a client resumes.
     */
    session?: Uint8Array | null | undefined,
    /**
     * A server asks for a certificate.
     */
    requestCert: boolean,
    /**
     * A server fails the handshake of a client that has none.
     */
    rejectUnauthorized: boolean,
    /**
     * A client asks for the state of the server's certificate.
     */
    requestOcsp: boolean,
    /**
     * Least size of Diffie-Hellman parameters, in bits.
     */
    minDhSize?: number | null | undefined,
    /**
     * Report key material (`keylog`).
     */
    keylog: boolean,
    /**
     * A server asks the guest for a context by the name (`server-name`).
     */
    askServerName: boolean,
    /**
     * A server hands sessions to the guest and asks for them (`new-session`, `resume-session`).
     */
    askSessions: boolean,
    /**
     * A server asks the guest for the state of its certificate (`ocsp-request`).
     */
    askOcsp: boolean,
  }
  /**
   * A session that a server made.
   */
  export interface NewSession {
    /**
     * Its identifier.
     */
    id: Uint8Array,
    /**
     * What is to be kept.
     */
    data: Uint8Array,
  }
  /**
   * The certificates that a client wants to know the state of.
   */
  export interface OcspRequest {
    /**
     * In DER.
     */
    certificate?: Uint8Array | null | undefined,
    /**
     * In DER.
     */
    issuer?: Uint8Array | null | undefined,
  }
  /**
   * What has happened. Those that ask wait for the answer that they name.
   */
  export type Event = EventSecure | EventFailed | EventSession | EventKeylog | EventOcspResponse | EventServerName | EventNewSession | EventResumeSession | EventOcspRequest;
  /**
   * The handshake is done.
   */
  export interface EventSecure {
    tag: 'secure',
  }
  /**
   * The connection failed.
   */
  export interface EventFailed {
    tag: 'failed',
    val: LibraryError,
  }
  /**
   * A client has a session that it may resume.
   */
  export interface EventSession {
    tag: 'session',
    val: Uint8Array,
  }
  /**
   * A line of key material.
   */
  export interface EventKeylog {
    tag: 'keylog',
    val: Uint8Array,
  }
  /**
   * A server's state of its certificate.
   */
  export interface EventOcspResponse {
    tag: 'ocsp-response',
    val: Uint8Array | null,
  }
  /**
   * Which context for this name? `answer-context`.
   */
  export interface EventServerName {
    tag: 'server-name',
    val: string | null,
  }
  /**
   * Keep this session. `answer-kept`.
   */
  export interface EventNewSession {
    tag: 'new-session',
    val: NewSession,
  }
  /**
   * Which session has this identifier? `answer-bytes`.
   */
  export interface EventResumeSession {
    tag: 'resume-session',
    val: Uint8Array,
  }
  /**
   * What is the state of the certificate? `answer-bytes`.
   */
  export interface EventOcspRequest {
    tag: 'ocsp-request',
    val: OcspRequest,
  }
  /**
   * Names of a cipher.
   */
  export interface Cipher {
    /**
     * OpenSSL's.
     */
    name: string,
    /**
     * The standard's.
     */
    standardName: string,
    /**
     * The oldest protocol that has it.
     */
    version: string,
  }
  /**
   * What the peer's certificate failed with.
   */
  export interface VerifyError {
    /**
     * Such as `DEPTH_ZERO_SELF_SIGNED_CERT`.
     */
    code: string,
    /**
     * OpenSSL's words.
     */
    message: string,
  }
  /**
   * The temporary key of an exchange.
   */
  export interface EphemeralKey {
    /**
     * `DH` or `ECDH`.
     */
    kind?: string | null | undefined,
    /**
     * The curve.
     */
    name?: string | null | undefined,
    /**
     * In bits.
     */
    size?: number | null | undefined,
  }
  /**
   * What was agreed on.
   */
  export interface Facts {
    /**
     * None: the peer's certificate is good (or none was asked for).
     */
    verifyError?: VerifyError | null | undefined,
    /**
     * Such as `TLSv1.3`.
     */
    protocol?: string | null | undefined,
    /**
     * The cipher.
     */
    cipher?: Cipher | null | undefined,
    /**
     * The application's protocol.
     */
    alpn?: string | null | undefined,
    /**
     * The name that the client sent.
     */
    servername?: string | null | undefined,
    /**
     * Whether a session was resumed.
     */
    reused: boolean,
  }

  export class Engine implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Makes one. A client's begins at once.
    */
    static open(context: SecureContext, options: EngineOptions): Engine;
    /**
    * Takes records of the peer; once.
    */
    recordsIn(): OutputStream | null;
    /**
    * Gives records for the peer; once.
    */
    recordsOut(): InputStream | null;
    /**
    * What the peer says; once.
    */
    input(): InputStream | null;
    /**
    * What the peer is told; once.
    */
    output(): OutputStream | null;
    /**
    * The next event, none while there is none.
    */
    nextEvent(): Event | null;
    /**
    * The pollable that is ready while events wait.
    */
    subscribe(): Pollable;
    /**
    * Answers `server-name`; none: the context that it has.
    */
    answerContext(context: SecureContext | null): void;
    /**
    * Answers `resume-session` and `ocsp-request`.
    */
    answerBytes(data: Uint8Array | null): void;
    /**
    * Answers `new-session`.
    */
    answerKept(): void;
    /**
    * Ends the handshake: a question has no answer.
    */
    refuse(message: string): void;
    /**
    * What was agreed on.
    */
    facts(): Facts;
    /**
    * The peer's certificate and those that issued it, in DER; a root is there twice.
    */
    peerCertificates(): Array<Uint8Array>;
    /**
    * Its own certificate in DER.
    */
    certificate(): Uint8Array | null;
    /**
    * The session.
    */
    session(): Uint8Array | null;
    /**
    * The ticket of the session.
    */
    ticket(): Uint8Array | null;
    /**
    * The last message of the handshake that was sent.
    */
    finished(): Uint8Array | null;
    /**
    * The last message of the handshake that was received.
    */
    peerFinished(): Uint8Array | null;
    /**
    * The temporary key; of a client.
    */
    ephemeralKey(): EphemeralKey | null;
    /**
    * Signature algorithms that both sides know.
    */
    sharedSigalgs(): Array<string>;
    /**
    * Keys that follow from the connection's (RFC 5705), at most 1 MiB.
    */
    exportKeys(length: number, label: string, context: Uint8Array | null): Uint8Array;
    /**
    * Sets the certificate and key.
    */
    setContext(context: SecureContext): void;
    /**
    * The most bytes of a record; false where it is out of range.
    */
    setMaxSendFragment(size: number): boolean;
    /**
    * Reports key material from now on.
    */
    enableKeylog(): void;
    /**
    * Asks for a new handshake; TLS 1.2 and older. `secure` or `failed` says how it went.
    */
    renegotiate(requestCert: boolean): boolean;
    /**
    * Refuses new handshakes of the peer.
    */
    disableRenegotiation(): void;
    [Symbol.dispose](): void;
  }

  export class SecureContext implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Makes one.
    */
    static open(options: ContextOptions): SecureContext;
    /**
    * Trusts one more authority.
    */
    addCa(certificate: Uint8Array): void;
    /**
    * The 48 bytes that session tickets are encrypted with.
    */
    ticketKeys(): Uint8Array;
    /**
    * Sets them.
    */
    setTicketKeys(keys: Uint8Array): void;
    /**
    * Its own certificate in DER.
    */
    certificate(): Uint8Array | null;
    /**
    * The issuer's certificate in DER.
    */
    issuer(): Uint8Array | null;
    [Symbol.dispose](): void;
  }
}
