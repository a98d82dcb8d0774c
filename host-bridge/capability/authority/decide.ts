import type { AuditEntry } from '../../audit.ts';
import type { Clock } from '../clock.ts';
import { AccessDenied, type Permission, TokenExpired } from '../denial.ts';

/** A value, or a promise of it where the embedder's hook has to be waited for. */
export type Decision<T> = T | Promise<T>;

/** What the embedder's hook is asked. */
export interface AuthorizeRequest {
  readonly jobId: string;
  readonly tool: string | undefined;
  readonly permission: Permission;
  /** As the guest named it: a command, a path, a URL, `host:port`. */
  readonly resource: string;
  /** The whole of what is to be done, where the resource is but its name. */
  readonly detail: AuthorizeDetail | undefined;
}

/** What a decision is about beyond its resource; it may hold secrets and is in no audit event. */
export type AuthorizeDetail =
  | { readonly kind: 'program'; readonly file: string; readonly args: readonly string[]; readonly cwd: string }
  | { readonly kind: 'line'; readonly line: string; readonly cwd: string }
  | { readonly kind: 'path'; readonly real: string }
  | { readonly kind: 'request'; readonly method: string }
  | { readonly kind: 'connection' }
  | { readonly kind: 'listening' }
  | { readonly kind: 'look-up' };

/**
 * The embedder's say in a decision that the token allows: true lets it stand, anything else denies it, as does
 * throwing. It has as long as the invocation has.
 */
export type AuthorizeHook = (request: AuthorizeRequest) => boolean | Promise<boolean>;

/** One call that has to be decided on. */
export interface Question<T> {
  readonly permission: Permission;
  readonly resource: string;
  /** What the audit names instead of the resource, where that may carry a payload. */
  readonly recorded?: string | undefined;
  /** Applies the token's and the grant's rules; throws when they say no. */
  readonly check: () => T;
  /** Tells the hook more. */
  readonly detail?: ((value: T | undefined) => AuthorizeDetail) | undefined;
  /** What the audit tells besides, where the answer is yes. */
  readonly note?: ((value: T) => Pick<AuditEntry, 'credentials'>) | undefined;
  /** Gives back what `check` took, when the answer is no after all. */
  readonly discard?: ((value: T) => void) | undefined;
}

/** Decides, and records each decision once. */
export type Decider = <T>(question: Question<T>) => Decision<T>;

/** What the rules gave: a value, or an error that is no denial (the path is allowed, but is not there). */
type Outcome<T> = { readonly value: T } | { readonly error: unknown };

/** What a decider is bound to. */
export interface DeciderOptions {
  readonly jobId: string;
  readonly tool: string | undefined;
  /** The rule that keeps the tool itself from running; undefined when it may. */
  readonly toolDeniedBy: string | undefined;
  readonly clock: Clock;
  readonly authorize: AuthorizeHook | undefined;
  readonly record: (entry: AuditEntry) => void;
  /** Whether the invocation is over: nothing is allowed any more. */
  readonly ended: () => boolean;
}

const ENDED = 'the instance has ended';

/** Makes the decider of one caller. */
export function createDecider(options: DeciderOptions): Decider {
  const { clock, authorize, record } = options;

  return function decide<T>(question: Question<T>): Decision<T> {
    const { permission, resource, recorded = resource } = question;
    const denial = (rule: string): AccessDenied => new AccessDenied(permission, resource, rule, recorded);

    let outcome: Outcome<T>;
    try {
      if (options.ended()) throw denial(ENDED);
      clock.assertAlive();
      if (options.toolDeniedBy !== undefined) throw denial(options.toolDeniedBy);
      outcome = { value: question.check() };
    } catch (error) {
      if (error instanceof AccessDenied || error instanceof TokenExpired) throw deny(error);
      outcome = { error };
    }
    const found = outcome;
    if (authorize === undefined) return allow('by the token');

    const { jobId, tool } = options;
    const detail = question.detail?.('value' in found ? found.value : undefined);
    let answer: boolean | Promise<boolean>;
    try {
      answer = authorize(Object.freeze({ jobId, tool, permission, resource, detail }));
    } catch (error) {
      throw drop(denial(hookFailure(error)));
    }
    if (typeof answer === 'boolean') return settle(answer);
    return withinTime(answer, clock).then(settle, (error: unknown) => {
      throw drop(error instanceof TokenExpired ? error : denial(hookFailure(error)));
    });

    function settle(verdict: boolean): T {
      try {
        clock.assertAlive();
      } catch (error) {
        throw drop(error as TokenExpired);
      }
      // What was asked about before the end is not begun after it: nobody would be left to give it back.
      if (options.ended()) throw drop(denial(ENDED));
      if (verdict !== true) throw drop(denial('authorize'));
      return allow('by the token and the authorize hook');
    }

    function allow(reason: string): T {
      const missing = 'error' in found ? codeOf(found.error) : undefined;
      try {
        record({
          permission,
          resource: recorded,
          verdict: 'allowed',
          reason: missing === undefined ? reason : `${reason}; ${missing}`,
          ...('value' in found ? question.note?.(found.value) : undefined),
        });
      } catch (error) {
        // What cannot be recorded does not happen.
        giveBack();
        throw new AccessDenied(permission, resource, `audit: ${String(error)}`, recorded);
      }
      if ('error' in found) throw found.error;
      return found.value;
    }

    function drop<E extends AccessDenied | TokenExpired>(error: E): E {
      giveBack();
      return deny(error);
    }

    function giveBack(): void {
      if ('value' in found) question.discard?.(found.value);
    }

    function deny<E extends AccessDenied | TokenExpired>(error: E): E {
      recordDenial(record, error, permission, recorded);
      return error;
    }
  };
}

/** Records a denial; that the sink failed changes nothing about it, and is told to the host. */
function recordDenial(
  record: (entry: AuditEntry) => void,
  error: AccessDenied | TokenExpired,
  permission: Permission,
  resource: string,
): void {
  const about =
    error instanceof AccessDenied
      ? { permission: error.permission, resource: error.recorded, rule: error.rule }
      : { permission, resource, rule: error.field };
  try {
    record({
      ...about,
      verdict: 'denied',
      reason: error instanceof AccessDenied ? `denied by ${error.rule}` : error.message,
    });
  } catch (failure) {
    process.emitWarning(failure instanceof Error ? failure : String(failure));
  }
}

function hookFailure(error: unknown): string {
  return `authorize: ${error instanceof Error ? error.name : 'threw'}`;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Waits for the hook, at most as long as there is time. */
async function withinTime<T>(answer: PromiseLike<T>, clock: Clock): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const outOfTime = new Promise<never>((_, reject) => {
    const look = (): void => {
      try {
        clock.assertAlive();
        timer = setTimeout(look, clock.timerDelay());
      } catch (error) {
        reject(error);
      }
    };
    timer = setTimeout(look, clock.timerDelay());
  });
  try {
    return await Promise.race([answer, outOfTime]);
  } finally {
    clearTimeout(timer);
  }
}
