/** JSON Web Keys over WIT. @see RFC 7517 */
import type { Jwk } from 'zora:node/crypto@0.1.0';
import { ERR_INVALID_ARG_TYPE } from '../errors.ts';

/** A JSON Web Key. */
export type JsonWebKey = Record<string, unknown>;

/** The members that are text. */
const TEXTS = ['kty', 'alg', 'use', 'crv', 'x', 'y', 'd', 'n', 'e', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'pub', 'priv'];

/**
 * A key of the program's in the host's form.
 * @param name what the key is called in messages
 * @throws ERR_INVALID_ARG_TYPE
 */
export function toWitJwk(jwk: JsonWebKey, name: string): Jwk {
  const members: [string, string][] = [];
  for (const member of TEXTS) {
    const value = jwk[member];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new ERR_INVALID_ARG_TYPE(`${name}.${member}`, 'string', value);
    members.push([member, value.toWellFormed()]);
  }
  const { ext, key_ops: operations } = jwk;
  return {
    members,
    extractable: ext === undefined ? null : Boolean(ext),
    operations: Array.isArray(operations) ? operations.map((item) => String(item).toWellFormed()) : null,
  };
}

/** A key of the host's as Node gives it. */
export function fromWitJwk({ members, extractable, operations }: Jwk): JsonWebKey {
  return {
    ...(operations != null && { key_ops: operations }),
    ...(extractable != null && { ext: extractable }),
    ...Object.fromEntries(members),
  };
}
