/** Zora's policy, restated by its shape: nothing of Zora is imported. */
import { z } from 'zod';
import { describeProblems } from '../../host-bridge/capability/problems.ts';
import { InvalidPolicyError } from './errors.ts';
import { parseDuration, parseSize } from './units.ts';

/** What Zora allows its agent (`policy.toml`). */
export interface ZoraPolicy {
  filesystem: {
    /** Files and folders with all beneath; `~` is the host user's home. */
    allowed_paths: string[];
    denied_paths: string[];
    /** Links are always resolved here, whatever these two say: a link leads where it leads. */
    resolve_symlinks: boolean;
    follow_symlinks: boolean;
  };
  shell: {
    mode: 'allowlist' | 'denylist' | 'deny_all';
    allowed_commands: string[];
    /** Names or paths; `*` is every command. */
    denied_commands: string[];
    /** A line is always checked command by command here. */
    split_chained_commands: boolean;
    /** `30s`, `5m`, `1d`. */
    max_execution_time: string;
  };
  network: {
    /** Hosts, or URLs with globs (`https://*`, `https://api.example.com/*`). */
    allowed_domains: string[];
    denied_domains: string[];
    /** `10mb`; `0` allows no request. */
    max_request_size: string;
  };
  /** Kinds of action that a person has to approve; `*` is every kind. */
  actions?: { always_flag: string[] } | undefined;
  /** Limits of one session; 0 is unlimited. */
  budget?:
    | {
        max_actions_per_session: number;
        max_actions_per_type: Record<string, number>;
        /** Language model tokens: Zora's own affair. */
        token_budget: number;
        on_exceed: 'block' | 'flag';
      }
    | undefined;
  dry_run?:
    | {
        enabled: boolean;
        /** Tools that are not run; empty: all of them. */
        tools: string[];
        audit_dry_runs: boolean;
      }
    | undefined;
}

const strings = z.array(z.string('must be a string'), 'must be an array of strings');
const flag = z.boolean('must be true or false');
const count = z.number('must be a number').min(0, 'must not be negative');

const measure = (what: (text: string) => number | undefined, example: string) =>
  z.string('must be a string').refine((text) => what(text) !== undefined, {
    error: ({ input }) => `"${String(input)}" is none of the forms ${example}`,
  });

// Fields that are not known here are Zora's own affair.
const schema = z.looseObject({
  filesystem: z.looseObject({
    allowed_paths: strings,
    denied_paths: strings,
    resolve_symlinks: flag,
    follow_symlinks: flag,
  }),
  shell: z.looseObject({
    mode: z.enum(['allowlist', 'denylist', 'deny_all'], "must be 'allowlist', 'denylist' or 'deny_all'"),
    allowed_commands: strings,
    denied_commands: strings,
    split_chained_commands: flag,
    max_execution_time: measure(parseDuration, '500ms, 30s, 5m, 2h, 1d'),
  }),
  network: z.looseObject({
    allowed_domains: strings,
    denied_domains: strings,
    max_request_size: measure(parseSize, '0, 512kb, 10mb, 1gb'),
  }),
  actions: z.looseObject({ always_flag: strings }).optional(),
  budget: z
    .looseObject({
      max_actions_per_session: count,
      max_actions_per_type: z.record(z.string(), count),
      token_budget: count,
      on_exceed: z.enum(['block', 'flag'], "must be 'block' or 'flag'"),
    })
    .optional(),
  dry_run: z.looseObject({ enabled: flag, tools: strings, audit_dry_runs: flag }).optional(),
});

/**
 * Checks a policy at the door and gives a copy of it.
 * @throws InvalidPolicyError naming every problem
 */
export function parsePolicy(value: unknown): ZoraPolicy {
  const result = schema.safeParse(value);
  if (!result.success) throw new InvalidPolicyError(describeProblems(result.error));
  return result.data;
}
