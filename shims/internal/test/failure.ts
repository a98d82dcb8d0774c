/** Why a test failed. https://nodejs.org/api/errors.html#err_test_failure */
import { inspect } from '../util/inspect.ts';

export type FailureType =
  | 'testCodeFailure'
  | 'subtestsFailed'
  | 'hookFailed'
  | 'callbackAndPromisePresent'
  | 'multipleCallbackInvocations'
  | 'cancelledByParent'
  | 'testAborted'
  | 'testTimeoutFailure'
  | 'uncaughtException'
  | 'unhandledRejection';

/** The error of a failed test: its `cause` is what was thrown. */
export class TestFailure extends Error {
  readonly code = 'ERR_TEST_FAILURE';
  readonly failureType: FailureType;
  override readonly cause: unknown;

  constructor(cause: unknown, failureType: FailureType) {
    const message = (cause as { message?: unknown } | null | undefined)?.message;
    super(typeof message === 'string' ? message : typeof cause === 'string' ? cause : inspect(cause));
    this.failureType = failureType;
    this.cause = cause;
  }

  /** The test did not fail by itself: it was ended. */
  get cancelled(): boolean {
    return ['cancelledByParent', 'testAborted', 'testTimeoutFailure'].includes(this.failureType);
  }
}
