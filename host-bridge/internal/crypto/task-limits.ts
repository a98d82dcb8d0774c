/**
 * What a task may cost. Neither the thread pool nor a call that runs can be interrupted, so what would take minutes or gigabytes is refused
 * before it starts.
 */
import { LimitExceeded } from '../../capability/denial.ts';
import type * as Crypto from '../../wit/zora-node-crypto.d.ts';
import { assertLength } from './session.ts';

/** Rounds of PBKDF2, all blocks of the output together: under half a minute. */
const MAX_ROUNDS = 20_000_000;
/** Bytes that a key derivation gives. */
const MAX_DERIVED = 16 * 1024 * 1024;
/** Bytes that scrypt and Argon2 may take. */
const MAX_MEMORY = 1024 * 1024 * 1024;
/** Bytes that they may go through in all. */
const MAX_WORK = 16 * MAX_MEMORY;
/** A key of more bits takes minutes to find. */
const MAX_RSA_BITS = 8192;
const MAX_DSA_BITS = 4096;
const MAX_DH_BITS = 2048;
const MAX_PRIME_BITS = 8192;
const MAX_SAFE_PRIME_BITS = 2048;
const MAX_CANDIDATE = 8192;
const MAX_CHECKS = 1024;
/** The shortest digest: what a block of PBKDF2's output is at least. */
const SHORTEST_DIGEST = 16;

/** OpenSSL's own error for numbers that are much longer still. */
class BignumTooLong extends Error {
  readonly code = 'ERR_OSSL_BN_BIGNUM_TOO_LONG';
  readonly library = 'bignum routines';
  readonly reason = 'bignum too long';

  constructor() {
    super('error:03000072:bignum routines::bignum too long');
  }
}

function most(value: number, maximum: number, name: string): void {
  if (!(value <= maximum)) throw new LimitExceeded(name, maximum);
}

function memory(bytes: number, passes: number, name: string): void {
  most(bytes, MAX_MEMORY, `${name} memory`);
  most(bytes * passes, MAX_WORK, `${name} work`);
}

function keyPair({ type, modulusLength = 0, primeLength = 0, prime }: Crypto.KeyPairTask): void {
  if (type === 'dsa') most(modulusLength, MAX_DSA_BITS, 'DSA modulusLength');
  else most(modulusLength, MAX_RSA_BITS, 'RSA modulusLength');
  most(primeLength, MAX_DH_BITS, 'DH primeLength');
  if (prime !== undefined) assertLength(prime.length, 'prime', MAX_CANDIDATE / 4);
}

/** @throws LimitExceeded, InvalidArgument, BignumTooLong */
export function assertAffordable(task: Crypto.Task): void {
  switch (task.tag) {
    case 'pbkdf2': {
      const { iterations, length, password, salt } = task.val;
      assertLength(password.length + salt.length, 'password and salt');
      most(length, MAX_DERIVED, 'pbkdf2 keylen');
      most(iterations * Math.max(1, Math.ceil(length / SHORTEST_DIGEST / 4)), MAX_ROUNDS, 'pbkdf2 iterations');
      return;
    }
    case 'scrypt': {
      const { cost, blockSize, parallelization, length, maxMemory, password, salt } = task.val;
      assertLength(password.length + salt.length, 'password and salt');
      most(length, MAX_DERIVED, 'scrypt keylen');
      // More than `maxmem` is an error of the library's, told before it begins.
      const wanted = 128 * cost * blockSize;
      if (wanted <= maxMemory) memory(wanted, parallelization, 'scrypt');
      return;
    }
    case 'hkdf':
      most(task.val.length, MAX_DERIVED, 'hkdf length');
      return;
    case 'argon2': {
      const { memory: kibibytes, passes, tagLength, parallelism } = task.val;
      most(tagLength, MAX_DERIVED, 'argon2 tagLength');
      most(parallelism, 64, 'argon2 parallelism');
      memory(kibibytes * 1024, passes, 'argon2');
      return;
    }
    case 'secret-key':
      most(task.val.length, MAX_DERIVED * 8, 'key length');
      return;
    case 'key-pair':
      keyPair(task.val);
      return;
    case 'prime': {
      const { size, safe, add, rem } = task.val;
      most(size, safe ? MAX_SAFE_PRIME_BITS : MAX_PRIME_BITS, 'prime size');
      assertLength((add?.length ?? 0) + (rem?.length ?? 0), 'add and rem', MAX_CANDIDATE);
      return;
    }
    case 'check-prime':
      if (task.val.candidate.length > MAX_CANDIDATE) throw new BignumTooLong();
      most(task.val.checks, MAX_CHECKS, 'prime checks');
      return;
    case 'sign':
    case 'verify':
      assertLength(task.val.data.length, 'data');
      return;
    case 'agree':
    case 'encapsulate':
    case 'decapsulate':
      return;
  }
}
