/** What may take long: each task with Node's function for it, synchronous and on the thread pool. */
import * as crypto from 'node:crypto';
import { Unsupported } from '../../capability/denial.ts';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import { Key, keyOf } from './key.ts';
import { bytes, type CryptoSession } from './session.ts';
import { keyWithOptions } from './signatures.ts';

/** Takes what a task gave. */
export type Done = (error: unknown, value?: unknown) => void;

/** A task that is ready to go: `done` absent, it gives its value; otherwise it calls back. */
type Start = (done?: Done) => unknown;

/** The value of a task in WIT. */
type Convert = (session: CryptoSession, value: unknown) => Crypto.Outcome;

type AnyFunction = (...args: never[]) => unknown;

/** Functions of newer versions of Node. */
const newer = crypto as unknown as Record<string, AnyFunction | undefined>;

function newFunction(name: string): AnyFunction {
  const found = newer[name];
  if (found === undefined) throw new Unsupported(`crypto.${name}`);
  return found;
}

/** Two functions that differ in their last parameter. */
const either =
  (sync: AnyFunction, pooled: AnyFunction, ...args: unknown[]): Start =>
  (done) =>
    done === undefined ? sync(...(args as never[])) : pooled(...(args as never[]), done as never);

const toBytes: Convert = (_, value) => ({ tag: 'bytes', val: bytes(value as Uint8Array) });
const toFlag: Convert = (_, value) => ({ tag: 'flag', val: value === true });
const toKey: Convert = (session, value) => ({ tag: 'key', val: Key.of(session, value as crypto.KeyObject) });
const toEncapsulated: Convert = (_, value) => {
  const { sharedKey, ciphertext } = value as { sharedKey: Uint8Array; ciphertext: Uint8Array };
  return { tag: 'encapsulated', val: { sharedKey: bytes(sharedKey), ciphertext: bytes(ciphertext) } };
};
const toPair: Convert = (session, value) => {
  const { publicKey, privateKey } = value as { publicKey: crypto.KeyObject; privateKey: crypto.KeyObject };
  return { tag: 'pair', val: { public: Key.of(session, publicKey), private: Key.of(session, privateKey) } };
};

/** Options without those that are absent. */
function present(options: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Node gives the two keys as two arguments. */
function keyPair({ type, ...options }: Crypto.KeyPairTask): Start {
  const given = present(options);
  return (done) => {
    if (done === undefined) return crypto.generateKeyPairSync(type as 'ec', given as never);
    const callback = (error: unknown, publicKey: unknown, privateKey: unknown): void =>
      done(error, { publicKey, privateKey });
    crypto.generateKeyPair(type as 'ec', given as never, callback as never);
    return undefined;
  };
}

function argon2({ algorithm, ...parameters }: Crypto.Argon2Task): Start {
  return either(newFunction('argon2Sync'), newFunction('argon2'), algorithm, present(parameters));
}

function scrypt(task: Crypto.ScryptTask): Start {
  const { password, salt, length, cost, blockSize, parallelization, maxMemory } = task;
  const options = { N: cost, r: blockSize, p: parallelization, maxmem: maxMemory };
  return either(crypto.scryptSync, crypto.scrypt as AnyFunction, password, salt, length, options);
}

function prepare(task: Crypto.Task): [start: Start, convert: Convert] {
  switch (task.tag) {
    case 'pbkdf2': {
      const { password, salt, iterations, length, digest } = task.val;
      return [either(crypto.pbkdf2Sync, crypto.pbkdf2, password, salt, iterations, length, digest), toBytes];
    }
    case 'scrypt':
      return [scrypt(task.val), toBytes];
    case 'hkdf': {
      const { digest, key, salt, info, length } = task.val;
      return [either(crypto.hkdfSync, crypto.hkdf, digest, keyOf(key), salt, info, length), toBytes];
    }
    case 'argon2':
      return [argon2(task.val), toBytes];
    case 'secret-key': {
      const { type, length } = task.val;
      return [either(crypto.generateKeySync, crypto.generateKey, type, { length }), toKey];
    }
    case 'key-pair':
      return [keyPair(task.val), toPair];
    case 'prime': {
      const { size, ...options } = task.val;
      return [either(crypto.generatePrimeSync, crypto.generatePrime as AnyFunction, size, present(options)), toBytes];
    }
    case 'check-prime': {
      const { candidate, checks } = task.val;
      return [either(crypto.checkPrimeSync, crypto.checkPrime as AnyFunction, candidate, { checks }), toFlag];
    }
    case 'sign': {
      const { algorithm, data, key, options } = task.val;
      return [either(crypto.sign, crypto.sign, algorithm, data, keyWithOptions(key, options)), toBytes];
    }
    case 'verify': {
      const { algorithm, data, key, options, signature } = task.val;
      return [
        either(crypto.verify, crypto.verify as AnyFunction, algorithm, data, keyWithOptions(key, options), signature),
        toFlag,
      ];
    }
    case 'agree': {
      const keys = { privateKey: keyOf(task.val.private), publicKey: keyOf(task.val.public) };
      return [either(crypto.diffieHellman, crypto.diffieHellman as AnyFunction, keys), toBytes];
    }
    case 'encapsulate': {
      const encapsulate = newFunction('encapsulate');
      return [either(encapsulate, encapsulate, keyOf(task.val)), toEncapsulated];
    }
    case 'decapsulate': {
      const decapsulate = newFunction('decapsulate');
      return [either(decapsulate, decapsulate, keyOf(task.val.key), task.val.ciphertext), toBytes];
    }
  }
}

/** Does a task. */
export function perform(session: CryptoSession, task: Crypto.Task): Crypto.Outcome {
  const [start, convert] = prepare(task);
  return convert(session, start());
}

/** Starts a task. @returns what makes its value a WIT one, once it is there */
export function begin(task: Crypto.Task, done: Done): Convert {
  const [start, convert] = prepare(task);
  start(done);
  return convert;
}
