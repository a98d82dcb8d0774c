/** `zora:node/webcrypto`: the host's own `SubtleCrypto`. */
import * as crypto from 'node:crypto';
import { LimitExceeded } from '../../capability/denial.ts';
import { Pollable } from '../../io.ts';
import type { Key as WitKey } from '../../wit/zora-node-crypto.d.ts';
import type * as Web from '../../wit/zora-node-webcrypto.d.ts';
import type { Implementation } from '../implementation.ts';
import { failed } from './failure.ts';
import { Progress } from './jobs.ts';
import { fromJwk, type JsonWebKey, Key, keyOf, toJwk } from './key.ts';
import { assertLength, bytes, type CryptoSession, Held } from './session.ts';

type HostKey = crypto.webcrypto.CryptoKey;

const { subtle } = crypto.webcrypto;
/** Taken once: an embedder may change its globals. */
const NodeCryptoKey = globalThis.CryptoKey;

const MAX_RSA_BITS = 8192;
const MAX_ITERATIONS = 10_000_000;
/** Bits of a derived or generated key. */
const MAX_BITS = 128 * 1024 * 1024;

/** The resource `crypto-key`. */
class CryptoKey extends Held<HostKey> implements Web.CryptoKey {
  static of(session: CryptoSession, key: HostKey): CryptoKey {
    return new CryptoKey(session, key, session.acquireObject());
  }

  details(): Web.CryptoKeyDetails {
    return CryptoKey.use(this, describe);
  }

  toKey(): Key {
    return CryptoKey.use(this, (key) => Key.of(this.session, crypto.KeyObject.from(key)));
  }
}

function hostKey(handle: Web.CryptoKey): HostKey {
  return Held.valueOf(handle as unknown as CryptoKey);
}

interface AnyAlgorithm {
  name: string;
  hash?: { name: string };
  length?: number;
  modulusLength?: number;
  publicExponent?: Uint8Array;
  namedCurve?: string;
}

function describe(key: HostKey): Web.CryptoKeyDetails {
  const algorithm = key.algorithm as AnyAlgorithm;
  const { publicExponent } = algorithm;
  return {
    kind: key.type,
    extractable: key.extractable,
    usages: [...key.usages],
    algorithm: algorithm.name,
    hash: algorithm.hash?.name,
    length: algorithm.length,
    modulusLength: algorithm.modulusLength,
    publicExponent: publicExponent === undefined ? undefined : bytes(publicExponent),
    namedCurve: algorithm.namedCurve,
  };
}

/** An algorithm as `subtle` takes it, where it is not too costly. */
function toAlgorithm(algorithm: Web.Algorithm): AnyAlgorithm {
  const { hash, public: other, ...rest } = algorithm;
  const most = (value: number | undefined, maximum: number, name: string): void => {
    if (value !== undefined && value > maximum) throw new LimitExceeded(name, maximum);
  };
  most(rest.modulusLength, MAX_RSA_BITS, 'RSA modulusLength');
  most(rest.iterations, MAX_ITERATIONS, 'pbkdf2 iterations');
  most(rest.length, MAX_BITS, 'key length');
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) given[name] = value;
  if (hash !== undefined) given['hash'] = { name: hash };
  if (other !== undefined) given['public'] = hostKey(other);
  return given as unknown as AnyAlgorithm;
}

function toKeyData(data: Web.KeyData): Uint8Array | JsonWebKey {
  if (data.tag === 'jwk') return toJwk(data.val);
  assertLength(data.val.length, 'keyData');
  return data.val;
}

function checked(data: Uint8Array): Uint8Array {
  assertLength(data.length, 'data');
  return data;
}

/** Calls the method. Its own checks of types are the guest's to pass on: they reject. */
function invoke(operation: Web.Operation): Promise<unknown> {
  const methods = subtle as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
  const call = (name: string, ...args: unknown[]): Promise<unknown> => methods[name]!.apply(subtle, args);
  switch (operation.tag) {
    case 'encrypt':
    case 'decrypt':
    case 'sign': {
      const { algorithm, key, data } = operation.val;
      return call(operation.tag, toAlgorithm(algorithm), hostKey(key), checked(data));
    }
    case 'verify': {
      const { algorithm, key, signature, data } = operation.val;
      return call('verify', toAlgorithm(algorithm), hostKey(key), checked(signature), checked(data));
    }
    case 'digest':
      return call('digest', toAlgorithm(operation.val.algorithm), checked(operation.val.data));
    case 'generate-key': {
      const { algorithm, extractable, usages } = operation.val;
      return call('generateKey', toAlgorithm(algorithm), extractable, usages);
    }
    case 'derive-bits': {
      const { algorithm, key, length } = operation.val;
      if (length !== undefined && length > MAX_BITS) throw new LimitExceeded('derived bits', MAX_BITS);
      return call('deriveBits', toAlgorithm(algorithm), hostKey(key), length ?? null);
    }
    case 'derive-key': {
      const { algorithm, key, derived, extractable, usages } = operation.val;
      return call('deriveKey', toAlgorithm(algorithm), hostKey(key), toAlgorithm(derived), extractable, usages);
    }
    case 'import-key': {
      const { format, data, algorithm, extractable, usages } = operation.val;
      return call('importKey', format, toKeyData(data), toAlgorithm(algorithm), extractable, usages);
    }
    case 'export-key':
      return call('exportKey', operation.val.format, hostKey(operation.val.key));
    case 'wrap-key': {
      const { format, key, wrappingKey, algorithm } = operation.val;
      return call('wrapKey', format, hostKey(key), hostKey(wrappingKey), toAlgorithm(algorithm));
    }
    case 'unwrap-key': {
      const { format, data, unwrappingKey, algorithm, unwrapped, extractable, usages } = operation.val;
      const as = toAlgorithm(unwrapped);
      return call(
        'unwrapKey',
        format,
        checked(data),
        hostKey(unwrappingKey),
        toAlgorithm(algorithm),
        as,
        extractable,
        usages,
      );
    }
  }
}

function toOutcome(session: CryptoSession, value: unknown): Web.SubtleOutcome {
  if (typeof value === 'boolean') return { tag: 'flag', val: value };
  if (value instanceof ArrayBuffer || value instanceof Uint8Array) return { tag: 'bytes', val: bytes(value) };
  if (value instanceof NodeCryptoKey) return { tag: 'key', val: CryptoKey.of(session, value as HostKey) };
  const object = value as { publicKey?: HostKey; privateKey?: HostKey } & JsonWebKey;
  if (object.publicKey === undefined || object.privateKey === undefined) return { tag: 'jwk', val: fromJwk(object) };
  const pair = {
    public: CryptoKey.of(session, object.publicKey),
    private: CryptoKey.of(session, object.privateKey),
  };
  return { tag: 'pair', val: pair };
}

/** The interface for one invocation. */
export function subtleFunctions(session: CryptoSession): Implementation<typeof Web> {
  class SubtleJob extends Held<Progress<Web.SubtleOutcome>> implements Web.SubtleJob {
    static start(operation: Web.Operation): SubtleJob {
      return session.call(() => {
        const progress = new Progress<Web.SubtleOutcome>();
        const release = session.acquireJob(operation);
        let running: Promise<unknown>;
        try {
          running = invoke(operation);
        } catch (error) {
          release();
          throw error;
        }
        running.finally(release).then(
          (value) => progress.settle(() => session.call(() => toOutcome(session, value))),
          (error: unknown) =>
            progress.settle(() => {
              throw failed(error);
            }),
        );
        return new SubtleJob(session, progress, () => {});
      });
    }

    take(): Web.SubtleOutcome | undefined {
      return SubtleJob.use(this, (progress) => progress.take());
    }

    subscribe(): Pollable {
      return SubtleJob.use(this, (progress) => new Pollable(progress.readiness));
    }
  }

  return {
    CryptoKey,
    SubtleJob,
    start: (operation: Web.Operation): SubtleJob => SubtleJob.start(operation),
    fromKey: (key: WitKey, algorithm: Web.Algorithm, extractable: boolean, usages: string[]): CryptoKey =>
      session.call(() => {
        const converted = keyOf(key).toCryptoKey(toAlgorithm(algorithm) as never, extractable, usages as never);
        return CryptoKey.of(session, converted);
      }),
  };
}
