/**
 * `node:domain`, over the async context.
 *
 * https://nodejs.org/api/domain.html
 */
import { Domain } from './internal/domain/domain.ts';
import { activeOrNone, entered } from './internal/domain/stack.ts';

/** https://nodejs.org/api/domain.html#domaincreate */
export function create(): Domain {
  return new Domain();
}

export { create as createDomain, Domain };
export default {
  /** The domains that were entered, the innermost last. */
  get _stack(): readonly Domain[] {
    return entered();
  },
  Domain,
  create,
  createDomain: create,
  /** The domain of the code that runs. */
  get active(): Domain | null | undefined {
    return activeOrNone();
  },
};
