/** `tls.createSecureContext`. https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions */
import { type ContextOptions, SecureContext as HostContext, type Secret } from 'zora:node/tls@0.1.0';
import { Buffer } from '../../buffer.ts';
import { callCrypto } from '../crypto/failure.ts';
import { holdFor } from '../crypto/held.ts';
import {
  ERR_FEATURE_UNAVAILABLE_ON_PLATFORM,
  ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE,
  ERR_TLS_INVALID_PROTOCOL_VERSION,
  ERR_TLS_PROTOCOL_VERSION_CONFLICT,
} from '../errors.ts';
import { validateBuffer, validateInt32, validateInteger, validateObject, validateString } from '../validators.ts';
import { changedDefault } from './defaults.ts';

const kHost: unique symbol = Symbol('host') as never;

/** Options, as the program gave them. */
export type ContextSettings = Record<string, unknown>;

const ENGINES = ['clientCertEngine', 'privateKeyEngine', 'privateKeyIdentifier'];
const VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** What Node's own wrapper offers; some programs reach for it. */
class NativeContext {
  readonly [kHost]: HostContext;

  constructor(host: HostContext) {
    this[kHost] = holdFor(this, host);
  }

  addCACert(certificate: unknown): void {
    callCrypto(() => this[kHost].addCa(bytes(certificate, 'certificate')));
  }

  getTicketKeys(): Buffer {
    return Buffer.from(callCrypto(() => this[kHost].ticketKeys()));
  }

  setTicketKeys(keys: Uint8Array): void {
    callCrypto(() => this[kHost].setTicketKeys(keys));
  }

  getCertificate(): Buffer | null {
    const der = this[kHost].certificate();
    return der ? Buffer.from(der) : null;
  }

  getIssuer(): Buffer | null {
    const der = this[kHost].issuer();
    return der ? Buffer.from(der) : null;
  }
}

/** https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions */
export class SecureContext {
  readonly context: NativeContext;

  constructor(settings: ContextSettings = {}) {
    validateObject(settings, 'options');
    this.context = new NativeContext(callCrypto(() => HostContext.open(toWit(settings))));
  }
}

/** The host's context behind a program's, or behind what is inside of it. */
export function hostContextOf(context: unknown): HostContext | undefined {
  const inner = context instanceof SecureContext ? context.context : context;
  return inner instanceof NativeContext ? inner[kHost] : undefined;
}

/** @throws what Node throws for the same options */
export function createSecureContext(settings?: ContextSettings | null): SecureContext {
  return new SecureContext(settings ?? {});
}

function toWit(settings: ContextSettings): ContextOptions {
  const { ca, ecdhCurve, dhparam, ticketKeys, sessionTimeout, secureOptions, sessionIdContext } = settings;
  const engines = ENGINES.filter((name) => settings[name] !== undefined && settings[name] !== null);
  for (const name of engines) validateString(settings[name], `options.${name}`);
  if (engines.length > 0) throw new ERR_FEATURE_UNAVAILABLE_ON_PLATFORM(`tls ${engines[0]}`);
  const { secureProtocol } = settings;
  // The old way of choosing a protocol knows no others.
  const version = (given: unknown, name: 'DEFAULT_MIN_VERSION' | 'DEFAULT_MAX_VERSION'): unknown =>
    given ?? (secureProtocol ? undefined : changedDefault(name));
  const minVersion = version(settings['minVersion'], 'DEFAULT_MIN_VERSION');
  const maxVersion = version(settings['maxVersion'], 'DEFAULT_MAX_VERSION');
  checkVersion(minVersion, 'minimum', secureProtocol);
  checkVersion(maxVersion, 'maximum', secureProtocol);
  for (const name of ['ciphers', 'passphrase', 'sigalgs', 'ecdhCurve', 'sessionIdContext']) {
    const value = settings[name];
    if (value !== undefined && value !== null) validateString(value, `options.${name}`);
  }
  if (settings['sigalgs'] === '') throw new ERR_INVALID_ARG_VALUE('options.sigalgs', '');
  if (ticketKeys !== undefined && ticketKeys !== null) {
    validateBuffer(ticketKeys, 'options.ticketKeys');
    if (ticketKeys.byteLength !== 48) {
      throw new ERR_INVALID_ARG_VALUE('options.ticketKeys', ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null)
    validateInt32(sessionTimeout, 'options.sessionTimeout', 0);
  if (secureOptions) validateInteger(secureOptions, 'secureOptions');
  return {
    ca: !ca ? null : many(ca, 'options.ca'),
    cert: many(settings['cert'], 'options.cert'),
    key: keys(settings['key'], 'options.key'),
    pfx: keys(settings['pfx'], 'options.pfx'),
    crl: many(settings['crl'], 'options.crl'),
    passphrase: text(settings['passphrase']),
    ciphers: text(settings['ciphers'] ?? changedDefault('DEFAULT_CIPHERS')),
    ecdhCurve: text(ecdhCurve ?? changedDefault('DEFAULT_ECDH_CURVE')),
    sigalgs: text(settings['sigalgs']),
    dhparam: dhparam ? bytes(dhparam, 'options.dhparam') : null,
    minVersion: text(minVersion),
    maxVersion: text(maxVersion),
    secureProtocol: text(secureProtocol),
    secureOptions: secureOptions ? (secureOptions as number) >>> 0 : null,
    sessionIdContext: text(sessionIdContext),
    ticketKeys: ticketKeys ? bytes(ticketKeys, 'options.ticketKeys') : null,
    sessionTimeout: typeof sessionTimeout === 'number' ? sessionTimeout : null,
    honorCipherOrder: settings['honorCipherOrder'] === undefined ? null : Boolean(settings['honorCipherOrder']),
    allowPartialTrustChain: Boolean(settings['allowPartialTrustChain']),
  };
}

function checkVersion(version: unknown, which: string, protocol: unknown): void {
  if (version === undefined || version === null) return;
  if (!VERSIONS.includes(version as string)) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(version, which);
  if (protocol !== undefined && protocol !== null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(version, protocol);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value.toWellFormed() : null;
}

function bytes(value: unknown, name: string): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
}

function many(value: unknown, name: string): Uint8Array[] {
  if (!value) return [];
  return (Array.isArray(value) ? value : [value]).map((item) => bytes(item, name));
}

/** Keys and bundles, which may be objects with a passphrase of their own. */
function keys(value: unknown, name: string): Secret[] {
  if (!value) return [];
  return (Array.isArray(value) ? value : [value]).map((item: unknown) => {
    // Only in a list.
    const isRecord = Array.isArray(value) && typeof item === 'object' && item !== null;
    const { pem, buf, passphrase } = (isRecord ? item : {}) as Record<string, unknown>;
    const data = pem ?? buf ?? item;
    if (passphrase !== undefined && passphrase !== null) validateString(passphrase, 'options.passphrase');
    return { data: bytes(data, name), passphrase: text(passphrase) };
  });
}
