/** `node:assert`: https://nodejs.org/api/assert.html */
import { AssertionError } from './internal/assert/assertion-error.ts';
import { CallTracker } from './internal/assert/call-tracker.ts';
import { innerOk } from './internal/assert/fail.ts';
import { Assert, methods } from './internal/assert/methods.ts';

/** Checks that a value is truthy. */
function assertFunction(...args: unknown[]): void {
  innerOk(assertFunction, args);
}

/** As `assertFunction`, with the strict form of each method. */
function strictFunction(...args: unknown[]): void {
  innerOk(strictFunction, args);
}

const classes = { AssertionError, CallTracker, Assert };

/** The strict assertions: https://nodejs.org/api/assert.html#strict-assertion-mode */
const strict = /* @__PURE__ */ Object.assign(strictFunction, methods, classes, {
  equal: methods.strictEqual,
  deepEqual: methods.deepStrictEqual,
  notEqual: methods.notStrictEqual,
  notDeepEqual: methods.notDeepStrictEqual,
});
const assert = /* @__PURE__ */ Object.assign(assertFunction, methods, classes, { strict });
(strict as { strict?: unknown }).strict = strict;
Object.defineProperty(assertFunction, 'name', { value: 'assert' });
Object.defineProperty(strictFunction, 'name', { value: 'strict' });

export {
  deepEqual,
  deepStrictEqual,
  doesNotMatch,
  doesNotReject,
  doesNotThrow,
  equal,
  fail,
  ifError,
  match,
  notDeepEqual,
  notDeepStrictEqual,
  notEqual,
  notStrictEqual,
  ok,
  partialDeepStrictEqual,
  rejects,
  strictEqual,
  throws,
} from './internal/assert/methods.ts';
export { Assert, AssertionError, assert as default, CallTracker, strict };
