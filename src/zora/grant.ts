/** The part of a policy that the token cannot carry. */
import type { GrantInput } from '../sandbox/options.ts';
import { allowPatterns, type DomainProblem, denyPatterns } from './domains.ts';
import { InvalidPolicyError } from './errors.ts';
import { parsePolicy, type ZoraPolicy } from './policy.ts';
import { parseSize } from './units.ts';

/** What Zora's policy says nothing of, and the embedder decides. */
export type GrantExtras = Pick<GrantInput, 'env' | 'limits' | 'confinement' | 'credentials'>;

/**
 * The grant of a policy: whom its tools may reach, and how large a request may be.
 * @param extras the embedder's own part; a limit in it never is more than the policy's
 * @throws InvalidPolicyError for what a grant cannot express: nothing of a policy is dropped in silence
 */
export function grantFromPolicy(policy: ZoraPolicy, extras: GrantExtras = {}): GrantInput {
  const { network } = parsePolicy(policy);
  const problems: string[] = [];
  const patterns = (field: string, entries: readonly string[], parse: (entry: string) => string[] | DomainProblem) =>
    entries.flatMap((entry, index) => {
      const result = parse(entry);
      if (Array.isArray(result)) return result;
      problems.push(`network.${field}[${index}]: ${result.problem}`);
      return [];
    });
  const allow = patterns('allowed_domains', network.allowed_domains, allowPatterns);
  const deny = patterns('denied_domains', network.denied_domains, denyPatterns);
  if (problems.length > 0) throw new InvalidPolicyError(problems);

  const bodyBytes = parseSize(network.max_request_size) ?? 0;
  const { limits, ...rest } = extras;
  return {
    ...rest,
    // A policy under which no request may have a byte allows none.
    network: { allow: bodyBytes === 0 ? [] : [...new Set(allow)], deny: [...new Set(deny)] },
    limits: {
      ...limits,
      ...(bodyBytes === 0 ? {} : { bodyBytes: Math.min(bodyBytes, limits?.bodyBytes ?? bodyBytes) }),
    },
  };
}
