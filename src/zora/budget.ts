/** The actions of one session, counted against the policy's budget. */
import type { Verdict } from './enforce.ts';
import { parsePolicy, type ZoraPolicy } from './policy.ts';
import type { ZoraBudget } from './shapes.ts';

/**
 * Counts the actions of one session. Zora's `PolicyEngine` does the same for Zora's own tools, and can be used instead, so that both share
 * a session's budget.
 * @throws InvalidPolicyError
 */
export function createBudget(policy: ZoraPolicy): ZoraBudget {
  const { budget } = parsePolicy(policy);
  const used = new Map<string, number>();
  let total = 0;
  return {
    recordAction(kind): Verdict {
      if (budget === undefined) return { allowed: true };
      const { max_actions_per_session: most, max_actions_per_type: perKind } = budget;
      const kindLimit = Object.hasOwn(perKind, kind) ? (perKind[kind] ?? 0) : 0;
      const ofKind = (used.get(kind) ?? 0) + 1;
      total += 1;
      used.set(kind, ofKind);
      if (most > 0 && total > most) {
        return { allowed: false, reason: `The session’s budget of ${most} actions is used up` };
      }
      if (kindLimit > 0 && ofKind > kindLimit) {
        return {
          allowed: false,
          reason: `The session’s budget of ${kindLimit} actions of the kind ${kind} is used up`,
        };
      }
      return { allowed: true };
    },
  };
}
