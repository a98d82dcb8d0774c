import { homedir } from 'node:os';
import { types } from 'node:util';
import { z } from 'zod';
import { describeProblems } from './problems.ts';

/** Zora's capability token, field for field. What it allows is described in docs/capabilities.md. */
export interface WorkerCapabilityToken {
  /** The job that the caller works on; it is in every audit event. */
  readonly jobId: string;
  /** Files and folders that may be read and written, with all that is beneath; `~` is the host user's home. */
  readonly allowedPaths: readonly string[];
  /** Files and folders that may not, wherever they are. */
  readonly deniedPaths: readonly string[];
  /** Names (`git`) or absolute paths (`/usr/bin/git`) of programs. */
  readonly allowedCommands: readonly string[];
  /** Names of tools; none means every tool. */
  readonly allowedTools: readonly string[];
  /** Milliseconds that the whole invocation may take. */
  readonly maxExecutionTime: number;
  /** When the token was made. */
  readonly createdAt: Date;
  /** When it ends. */
  readonly expiresAt: Date;
}

/** What was given as a token is none. */
export class InvalidTokenError extends TypeError {
  override readonly name = 'InvalidTokenError';
  readonly code = 'ERR_INVALID_TOKEN';
  /** One line a problem, each naming its field. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid capability token: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

// The form that `Date.prototype.toJSON` writes (years beyond 9999 included), and other offsets. No zone, no token:
// it would expire at another moment on another machine.
const isoDateTime = /^(?:[+-]\d{6}|\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/;

function toTime(value: unknown): number {
  if (types.isDate(value)) return Date.prototype.getTime.call(value);
  if (typeof value !== 'string') return Number.NaN;
  const [, month, day] = isoDateTime.exec(value) ?? [];
  if (month === undefined || day === undefined) return Number.NaN;
  // `Date` rolls 30 February over into March instead of refusing it.
  const year = Number.parseInt(value, 10);
  const lastDay = new Date(Date.UTC(2000 + (((year % 400) + 400) % 400), Number(month), 0)).getUTCDate();
  return Number(day) > lastDay ? Number.NaN : Date.parse(value);
}

const time = z
  .custom<unknown>(
    (value) => !Number.isNaN(toTime(value)),
    'must be a valid Date or an ISO date and time with its zone',
  )
  .transform(toTime);

const strings = z.array(z.string('must be a string'), 'must be an array of strings');

const path = z
  .string('must be a string')
  .refine((value) => value !== '', 'must not be empty')
  .refine((value) => !value.includes('\0'), 'must not contain NUL')
  .refine(
    (value) => !/^~[^/\\]/.test(value),
    "of the forms with ~, only ~ and ~/… (the host user's home) are understood",
  )
  .refine((value) => !value.startsWith('~') || homedir() !== '', 'the host user has no home directory');

const command = z
  .string('must be a string')
  .refine((value) => value !== '', 'must not be empty')
  .refine((value) => !value.includes('\0'), 'must not contain NUL');

const tokenSchema = z.object(
  {
    jobId: z.string('must be a string').min(1, 'must not be empty'),
    allowedPaths: z.array(path, 'must be an array of strings'),
    deniedPaths: z.array(path, 'must be an array of strings'),
    allowedCommands: z.array(command, 'must be an array of strings'),
    allowedTools: strings,
    maxExecutionTime: z.number('must be a finite number of milliseconds').min(0, 'must not be negative'),
    createdAt: time,
    expiresAt: time,
  },
  'must be an object',
);

/**
 * Checks a token at the door and gives a copy that no later change of the original reaches. Dates may be ISO strings
 * (a token that has been through JSON); fields that the token does not have are ignored.
 * @throws {InvalidTokenError} naming every problem
 */
export function parseToken(value: unknown): WorkerCapabilityToken {
  const result = tokenSchema.safeParse(value);
  if (!result.success) throw new InvalidTokenError(describeProblems(result.error));
  const { createdAt, expiresAt, ...fields } = result.data;
  return Object.freeze({
    jobId: fields.jobId,
    allowedPaths: Object.freeze([...fields.allowedPaths]),
    deniedPaths: Object.freeze([...fields.deniedPaths]),
    allowedCommands: Object.freeze([...fields.allowedCommands]),
    allowedTools: Object.freeze([...fields.allowedTools]),
    maxExecutionTime: fields.maxExecutionTime,
    // A Date cannot be frozen, so each reader gets its own.
    get createdAt() {
      return new Date(createdAt);
    },
    get expiresAt() {
      return new Date(expiresAt);
    },
  });
}

/** A token as it was made, or as it came out of JSON. */
export type TokenInput = Omit<WorkerCapabilityToken, 'createdAt' | 'expiresAt'> & {
  readonly createdAt: Date | string;
  readonly expiresAt: Date | string;
};
