/**
 * `node:domain`, over the async context.
 *
 * https://nodejs.org/api/domain.html
 */
import { Domain } from './internal/domain/domain.ts';
import { install } from './internal/domain/install.ts';
import { activeOrNone, entered } from './internal/domain/stack.ts';
import { kRequired } from './internal/modules/builtins.ts';

/** https://nodejs.org/api/domain.html#domaincreate */
export function create(): Domain {
  return new Domain();
}

export { create as createDomain, Domain };

const exported = {
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
// Not to be seen: a program that asks for the module has domains from then on.
export default /* @__PURE__ */ Object.defineProperty(exported, kRequired, { value: install });
