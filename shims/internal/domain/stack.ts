/** Which domain is active: of the code that runs, by the async context, and the domains that were entered around it. */
import { currentFrame, exchangeFrame, frameWith, frameWithout, setThrowWatcher } from '../async_context/frame.ts';
import { carryOverPromises } from '../async_context/promises.ts';
import type { Domain } from './domain.ts';

/** The domains that were entered, the innermost last (`domain._stack`). */
export const stack: Domain[] = [];

/** What the async context keeps the domain under. */
const key = {};

/** Where an error was thrown from. */
let thrown: { error: unknown; stack: readonly Domain[] } | undefined;
let installed = false;
/** What Node says without a domain: null at first and after an uncaught error, undefined once one has been left. */
let none: null | undefined = null;

/** Starts to follow domains. */
export function installStack(): void {
  if (installed) return;
  installed = true;
  carryOverPromises();
  setThrowWatcher((error) => {
    if (thrown === undefined || thrown.error !== error) thrown = { error, stack: [...entered()] };
  });
}

function domainOfFrame(): Domain | undefined {
  return currentFrame()?.get(key) as Domain | undefined;
}

/** The stack as it is for the code that runs: a callback begins with the domain of where it comes from. */
export function entered(): Domain[] {
  const own = domainOfFrame();
  if (stack.at(-1) !== own) stack.splice(0, stack.length, ...(own === undefined ? [] : [own]));
  return stack;
}

/** The domain of the code that runs. */
export function activeDomain(): Domain | undefined {
  return entered().at(-1);
}

/** `process.domain`. */
export function activeOrNone(): Domain | null | undefined {
  return activeDomain() ?? none;
}

/** Makes the stack what is given. */
export function setStack(domains: readonly Domain[]): void {
  stack.splice(0, stack.length, ...domains);
  const last = domains.at(-1);
  exchangeFrame(last === undefined ? frameWithout(key) : frameWith(key, last));
}

/** Makes a domain the active one. */
export function push(domain: Domain): void {
  setStack([...entered(), domain]);
}

/** Leaves a domain, and those that were entered within it. */
export function pop(domain: Domain): void {
  const at = entered().lastIndexOf(domain);
  if (at < 0) return;
  setStack(stack.slice(0, at));
  if (at === 0) none = undefined;
}

/** Leaves all domains: an uncaught error has been dealt with. */
export function clearStack(): void {
  setStack([]);
  none = null;
}

/** The stack that an uncaught error was thrown in. */
export function stackOf(error: unknown): readonly Domain[] {
  const found = thrown !== undefined && thrown.error === error ? thrown.stack : [...entered()];
  thrown = undefined;
  return found;
}
