import { z } from 'zod';
import { type CredentialFields, fieldProblems, originProblem } from './credentials.ts';
import { defaultLimits, type LimitName, type LimitValues } from './limits.ts';
import { InvalidPattern, parseListenPattern, parsePattern } from './network/pattern.ts';
import { describeProblems } from './problems.ts';

/** Whether children must run confined (`docs/capabilities.md`). */
export type Confinement = 'auto' | 'required' | 'off';

/** What the token has no field for. What is absent is denied. */
export interface Grant {
  readonly network?:
    | {
        /** Hosts, addresses, blocks and URL prefixes that may be reached. */
        readonly allow?: readonly string[] | undefined;
        /** Those that may not, whatever `allow` says. */
        readonly deny?: readonly string[] | undefined;
        /** Addresses and ports that may be listened on. */
        readonly listen?: readonly string[] | undefined;
      }
    | undefined;
  /** Host variables that the guest and its children may see and set. */
  readonly env?: readonly string[] | undefined;
  /** Limits that differ from the defaults. */
  readonly limits?: { readonly [name in LimitName]?: number | undefined } | undefined;
  readonly confinement?: Confinement | undefined;
  /** Header fields that the host adds to requests, by origin: `{ 'https://api.example.com': { authorization: 'Bearer …' } }`. */
  readonly credentials?: CredentialFields | undefined;
}

/** A grant that has been checked, with its defaults filled in: plain data, which may be sent to a worker and checked again. */
export interface CheckedGrant extends Grant {
  readonly network: {
    readonly allow: readonly string[];
    readonly deny: readonly string[];
    readonly listen: readonly string[];
  };
  readonly env: readonly string[];
  readonly limits: LimitValues;
  readonly confinement: Confinement;
  readonly credentials: CredentialFields;
}

/** What was given as a grant is none. */
export class InvalidGrantError extends TypeError {
  override readonly name = 'InvalidGrantError';
  readonly code = 'ERR_INVALID_GRANT';
  /** One line a problem, each naming its field. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Invalid grant: ${problems.join('; ')}`);
    this.problems = problems;
  }
}

/** A list of patterns, each of which must parse. */
function patterns(parse: (source: string) => unknown) {
  const pattern = z.string('must be a string').superRefine((source, context) => {
    try {
      parse(source);
    } catch (error) {
      if (!(error instanceof InvalidPattern)) throw error;
      context.addIssue({ code: 'custom', message: `"${source}" ${error.message}` });
    }
  });
  return z.array(pattern, 'must be an array of strings').optional();
}

const limit = z.number('must be a finite number').int('must be a whole number').positive('must be positive').optional();

const limitNames = Object.keys(defaultLimits) as LimitName[];

// Unknown fields are refused: the grant is this package's own, and a misspelt name would pass for a rule.
const grantSchema = z.strictObject(
  {
    network: z
      .strictObject(
        {
          allow: patterns(parsePattern),
          deny: patterns(parsePattern),
          listen: patterns(parseListenPattern),
        },
        { error: unknownField },
      )
      .optional(),
    env: z
      .array(
        z.string('must be a string').regex(/^[^=\0]+$/, 'must be the name of a variable, without "="'),
        'must be an array of strings',
      )
      .optional(),
    limits: z
      .strictObject(Object.fromEntries(limitNames.map((name) => [name, limit])), { error: unknownField })
      .optional(),
    credentials: z
      .record(z.string(), z.record(z.string(), z.string('must be a string'), 'must be an object'), 'must be an object')
      .superRefine(checkCredentials)
      .optional(),
    confinement: z.enum(['auto', 'required', 'off'], "must be 'auto', 'required' or 'off'").optional(),
  },
  { error: unknownField },
);

function checkCredentials(credentials: CredentialFields, context: z.RefinementCtx): void {
  const origins = new Set<string>();
  Object.entries(credentials).forEach(([text, fields], index) => {
    const problem = originProblem(text);
    const add = (message: string) => {
      // By its place: a secret that was put in the place of an origin is not repeated.
      context.addIssue({ code: 'custom', message: `entry ${index + 1} ${message}` });
    };
    if (problem !== undefined) {
      add(problem);
      return;
    }
    const { origin } = new URL(text);
    if (origins.has(origin)) add('has an origin that is there twice');
    origins.add(origin);
    for (const wrong of fieldProblems(fields)) add(wrong);
  });
}

function unknownField(issue: { code?: string | undefined; keys?: string[] }): string {
  return issue.code === 'unrecognized_keys' ? `has no field ${issue.keys?.join(', ')}` : 'must be an object';
}

/**
 * Checks a grant at the door; undefined is the empty grant.
 * @throws {InvalidGrantError} naming every problem
 */
export function parseGrant(value: unknown): CheckedGrant {
  const result = grantSchema.safeParse(value === undefined ? {} : value);
  if (!result.success) throw new InvalidGrantError(describeProblems(result.error));
  const { network, env, limits, confinement, credentials } = result.data;
  return Object.freeze({
    network: Object.freeze({
      allow: Object.freeze(network?.allow ?? []),
      deny: Object.freeze(network?.deny ?? []),
      listen: Object.freeze(network?.listen ?? []),
    }),
    env: Object.freeze(env ?? []),
    limits: Object.freeze(fillIn(limits ?? {})),
    confinement: confinement ?? 'auto',
    credentials: Object.freeze({ ...credentials }),
  });
}

function fillIn(limits: Record<string, number | undefined>): LimitValues {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...defaultLimits, ...Object.fromEntries(given) };
}
