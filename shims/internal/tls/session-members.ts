/** What a `TLSSocket` tells of its session. https://nodejs.org/api/tls.html#class-tlstlssocket */
import type { Engine, Facts } from 'zora:node/tls@0.1.0';
import { Buffer } from '../../buffer.ts';
import { callCrypto } from '../crypto/failure.ts';
import { issuedBy, X509Certificate } from '../crypto/x509.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateString, validateUint32 } from '../validators.ts';
import { ERR_TLS_INVALID_STATE } from './errors.ts';
import type { LegacyCertificate } from './identity.ts';
import type { TlsSocketLike } from './socket-types.ts';
import { TlsHandle } from './tls-handle.ts';

function legacy(raw: Uint8Array): LegacyCertificate {
  return new X509Certificate(Buffer.from(raw)).toLegacyObject() as LegacyCertificate;
}

/** The first of a chain, which leads to the others; a root that is there twice is its own issuer, and has none. */
function withIssuers([first, ...rest]: readonly Uint8Array[]): X509Certificate | undefined {
  if (first === undefined) return undefined;
  const [next] = rest;
  const isRoot = next !== undefined && Buffer.compare(next, first) === 0;
  return issuedBy(new X509Certificate(Buffer.from(first)), isRoot ? undefined : withIssuers(rest));
}

/** Asks the engine, where there is one. */
function ask<T>(socket: TlsSocketLike, question: (engine: Engine) => T): T | undefined {
  const handle = socket._handle as unknown;
  const engine = handle instanceof TlsHandle ? handle.engine : undefined;
  return engine === undefined ? undefined : callCrypto(() => question(engine));
}

function askBytes(socket: TlsSocketLike, question: (engine: Engine) => Uint8Array | null): Buffer | undefined {
  const bytes = ask(socket, question);
  return bytes ? Buffer.from(bytes) : undefined;
}

/** What was agreed on; undefined before and after. */
export function factsOf(socket: TlsSocketLike): Facts | undefined {
  return ask(socket, (engine) => engine.facts());
}

export const sessionMembers = {
  getPeerCertificate(this: TlsSocketLike, detailed?: boolean): LegacyCertificate | null | undefined {
    if (!this._handle) return null;
    const [first, ...issuers] = ask(this, (engine) => engine.peerCertificates()) ?? [];
    if (first === undefined) return {};
    const certificate = legacy(first);
    if (!detailed) return certificate;
    let last = certificate;
    let raw = first;
    for (const issuer of issuers) {
      // A root is its own issuer.
      last.issuerCertificate = Buffer.compare(issuer, raw) === 0 ? last : legacy(issuer);
      last = last.issuerCertificate;
      raw = issuer;
    }
    return certificate;
  },

  getCertificate(this: TlsSocketLike): LegacyCertificate | null {
    if (!this._handle) return null;
    const raw = askBytes(this, (engine) => engine.certificate());
    return raw ? legacy(raw) : {};
  },

  getPeerX509Certificate(this: TlsSocketLike): X509Certificate | undefined {
    return withIssuers(ask(this, (engine) => engine.peerCertificates()) ?? []);
  },

  getX509Certificate(this: TlsSocketLike): X509Certificate | undefined {
    const raw = askBytes(this, (engine) => engine.certificate());
    return raw && new X509Certificate(raw);
  },

  getCipher(this: TlsSocketLike): object | undefined {
    const cipher = factsOf(this)?.cipher;
    return cipher ? { name: cipher.name, standardName: cipher.standardName, version: cipher.version } : undefined;
  },

  getProtocol(this: TlsSocketLike): string | null {
    return factsOf(this)?.protocol ?? null;
  },

  getEphemeralKeyInfo(this: TlsSocketLike): object | null {
    if (this._tlsOptions.isServer || !this._handle) return null;
    const info = ask(this, (engine) => engine.ephemeralKey());
    if (!info) return {};
    const { kind, name, size } = info;
    return {
      ...(kind == null ? {} : { type: kind }),
      ...(name == null ? {} : { name }),
      ...(size == null ? {} : { size }),
    };
  },

  getSession(this: TlsSocketLike): Buffer | undefined {
    return askBytes(this, (engine) => engine.session());
  },

  getTLSTicket(this: TlsSocketLike): Buffer | undefined {
    return askBytes(this, (engine) => engine.ticket());
  },

  getFinished(this: TlsSocketLike): Buffer | undefined {
    return askBytes(this, (engine) => engine.finished());
  },

  getPeerFinished(this: TlsSocketLike): Buffer | undefined {
    return askBytes(this, (engine) => engine.peerFinished());
  },

  getSharedSigalgs(this: TlsSocketLike): string[] {
    return ask(this, (engine) => engine.sharedSigalgs()) ?? [];
  },

  isSessionReused(this: TlsSocketLike): boolean {
    return factsOf(this)?.reused ?? false;
  },

  exportKeyingMaterial(this: TlsSocketLike, length: unknown, label: unknown, context?: unknown): Buffer {
    validateUint32(length, 'length', true);
    validateString(label, 'label');
    if (context !== undefined && !ArrayBuffer.isView(context)) {
      throw new ERR_INVALID_ARG_TYPE('context', ['Buffer', 'TypedArray', 'DataView'], context);
    }
    if (!this._secureEstablished) throw new ERR_TLS_INVALID_STATE();
    const bytes = context && new Uint8Array(context.buffer, context.byteOffset, context.byteLength);
    const made = ask(this, (engine) => engine.exportKeys(length, label.toWellFormed(), bytes ?? null));
    if (made === undefined) throw new ERR_TLS_INVALID_STATE();
    return Buffer.from(made);
  },
};
