/** `DiffieHellman` and its groups. @see https://nodejs.org/api/crypto.html#class-diffiehellman */
import { type DhGroup, type Generator, DiffieHellman as HostDiffieHellman } from 'zora:node/crypto@0.1.0';
import { Buffer } from '../buffer/buffer.ts';
import { bytesOf } from '../bytes.ts';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';
import { validateInt32 } from '../validators.ts';
import { encode, encodeText, isBytes, toBytes } from './bytes.ts';
import { callCrypto } from './failure.ts';
import { holdFor } from './held.ts';

const kParty: unique symbol = Symbol('kHandle') as never;

/** One party of an exchange. */
export interface DiffieHellmanGroup {
  [kParty]: HostDiffieHellman;
  readonly verifyError: number;
  generateKeys(encoding?: unknown): Buffer | string;
  computeSecret(key: unknown, inputEncoding?: unknown, outputEncoding?: unknown): Buffer | string;
  getPrime(encoding?: unknown): Buffer | string;
  getGenerator(encoding?: unknown): Buffer | string;
  getPublicKey(encoding?: unknown): Buffer | string;
  getPrivateKey(encoding?: unknown): Buffer | string;
}

/** One with a group of its own. */
export interface DiffieHellman extends DiffieHellmanGroup {
  setPublicKey(key: unknown, encoding?: unknown): this;
  setPrivateKey(key: unknown, encoding?: unknown): this;
}

type Arguments = readonly [sizeOrKey: unknown, keyEncoding?: unknown, generator?: unknown, genEncoding?: unknown];

interface Constructor<A extends readonly unknown[], T> {
  new (...args: A): T;
  (...args: A): T;
  readonly prototype: T;
}

const TYPES = ['number', 'string', 'ArrayBuffer', 'Buffer', 'TypedArray', 'DataView'];

function generatorOf(generator: unknown, encoding: unknown): Generator {
  if (!generator) return { tag: 'number', val: 2 };
  if (typeof generator === 'number') {
    validateInt32(generator, 'generator');
    return { tag: 'number', val: generator };
  }
  const bytes = typeof generator === 'string' ? encodeText(generator, encoding) : bytesOf(generator);
  if (bytes === undefined) throw new ERR_INVALID_ARG_TYPE('generator', TYPES, generator);
  return { tag: 'bytes', val: bytes };
}

function groupOf([sizeOrKey, keyEncoding, generator, genEncoding]: Arguments): DhGroup {
  if (typeof sizeOrKey !== 'number' && typeof sizeOrKey !== 'string' && !isBytes(sizeOrKey)) {
    throw new ERR_INVALID_ARG_TYPE('sizeOrKey', TYPES, sizeOrKey);
  }
  if (typeof sizeOrKey === 'number') validateInt32(sizeOrKey, 'sizeOrKey');
  // The encoding may be left out.
  const omitted = keyEncoding && keyEncoding !== 'buffer' && !Buffer.isEncoding(keyEncoding as string);
  const given = omitted ? generatorOf(keyEncoding, generator) : generatorOf(generator, genEncoding);
  if (typeof sizeOrKey === 'number') return { tag: 'size', val: [sizeOrKey, given] };
  return {
    tag: 'prime',
    val: [toBytes(sizeOrKey, 'sizeOrKey', omitted ? undefined : keyEncoding || undefined), given],
  };
}

function setUp(party: DiffieHellmanGroup, group: DhGroup): void {
  party[kParty] = holdFor(
    party,
    callCrypto(() => HostDiffieHellman.open(group)),
  );
  const value = callCrypto(() => party[kParty].verifyError());
  Object.defineProperty(party, 'verifyError', { value, enumerable: true, writable: false });
}

/** The methods that only read. */
type Getter = 'generateKeys' | 'getPrime' | 'getGenerator' | 'getPublicKey' | 'getPrivateKey';

const methods: Record<string, unknown> = {
  computeSecret(this: DiffieHellmanGroup, key: unknown, inputEncoding?: unknown, outputEncoding?: unknown) {
    const other = toBytes(key, 'key', inputEncoding);
    return encode(
      callCrypto(() => this[kParty].computeSecret(other)),
      outputEncoding,
    );
  },
};
for (const name of ['generateKeys', 'getPrime', 'getGenerator', 'getPublicKey', 'getPrivateKey'] as Getter[]) {
  methods[name] = function (this: DiffieHellmanGroup, encoding?: unknown) {
    return encode(
      callCrypto(() => this[kParty][name]()),
      encoding,
    );
  };
  Object.defineProperty(methods[name], 'name', { value: name, configurable: true });
}

function DiffieHellmanFunction(this: unknown, ...args: Arguments): unknown {
  if (!(this instanceof DiffieHellmanFunction)) return new DiffieHellman(...args);
  setUp(this as unknown as DiffieHellman, groupOf(args));
  return undefined;
}
Object.defineProperty(DiffieHellmanFunction, 'name', { value: 'DiffieHellman' });
Object.assign(DiffieHellmanFunction.prototype, methods, {
  setPublicKey(this: DiffieHellman, key: unknown, encoding?: unknown): DiffieHellman {
    const bytes = toBytes(key, 'key', encoding);
    callCrypto(() => this[kParty].setPublicKey(bytes));
    return this;
  },
  setPrivateKey(this: DiffieHellman, key: unknown, encoding?: unknown): DiffieHellman {
    const bytes = toBytes(key, 'key', encoding);
    callCrypto(() => this[kParty].setPrivateKey(bytes));
    return this;
  },
});

function GroupFunction(this: unknown, name: unknown): unknown {
  if (!(this instanceof GroupFunction)) return new DiffieHellmanGroup(name);
  setUp(this as unknown as DiffieHellmanGroup, { tag: 'named', val: String(name).toWellFormed() });
  return undefined;
}
Object.defineProperty(GroupFunction, 'name', { value: 'DiffieHellmanGroup' });
Object.assign(GroupFunction.prototype, methods);

/** The class; it may be called without `new`. */
export const DiffieHellman = DiffieHellmanFunction as unknown as Constructor<Arguments, DiffieHellman>;
/** The class; it may be called without `new`. */
export const DiffieHellmanGroup = GroupFunction as unknown as Constructor<[name: unknown], DiffieHellmanGroup>;

/** https://nodejs.org/api/crypto.html#cryptocreatediffiehellmanprime-primeencoding-generator-generatorencoding */
export function createDiffieHellman(...args: Arguments): DiffieHellman {
  return new DiffieHellman(...args);
}

/** https://nodejs.org/api/crypto.html#cryptocreatediffiehellmangroupname */
export function createDiffieHellmanGroup(name: unknown): DiffieHellmanGroup {
  return new DiffieHellmanGroup(name);
}
