/** Zora's own classes and types fit without a cast: the compiler is the test. What is declared here has the signatures of Zora's. */
import { expect, test } from 'vitest';
import {
  enforceCapability,
  isTokenExpired,
  type SandboxedToolsOptions,
  tokenFromPolicy,
  type ZoraTool,
} from '../../../src/zora/index.ts';
import { policyOf } from './policies.ts';

interface Token {
  jobId: string;
  allowedPaths: string[];
  deniedPaths: string[];
  allowedCommands: string[];
  allowedTools: string[];
  maxExecutionTime: number;
  createdAt: Date;
  expiresAt: Date;
}

interface Policy {
  filesystem: { allowed_paths: string[]; denied_paths: string[]; resolve_symlinks: boolean; follow_symlinks: boolean };
  shell: {
    mode: 'allowlist' | 'denylist' | 'deny_all';
    allowed_commands: string[];
    denied_commands: string[];
    split_chained_commands: boolean;
    max_execution_time: string;
  };
  actions: { reversible: string[]; irreversible: string[]; always_flag: string[] };
  network: { allowed_domains: string[]; denied_domains: string[]; max_request_size: string };
  budget?: {
    max_actions_per_session: number;
    max_actions_per_type: Record<string, number>;
    token_budget: number;
    on_exceed: 'block' | 'flag';
  };
  dry_run?: { enabled: boolean; tools: string[]; audit_dry_runs: boolean };
}

type EventType =
  | 'tool_invocation'
  | 'tool_result'
  | 'policy_violation'
  | 'handoff'
  | 'auth_error'
  | 'notification'
  | 'secret_access'
  | 'integrity_check'
  | 'budget_exceeded'
  | 'dry_run'
  | 'goal_drift';

interface Entry {
  jobId: string;
  eventType: EventType;
  timestamp: string;
  provider: string;
  toolName: string;
  parameters: Record<string, unknown>;
  result: Record<string, unknown>;
}

/** Zora's objects. */
interface Zora {
  policy: Policy;
  audit: { log(input: Entry): Promise<Entry & { hash: string }> };
  secrets: { getSecret(name: string): Promise<string | null> };
  engine: { recordAction(kind: string): { allowed: boolean; reason?: string; resolvedPath?: string } };
  flag: (action: string, detail: string) => Promise<boolean>;
}

type CreateToken = (
  jobId: string,
  policy: Policy,
  overrides?: Partial<
    Pick<Token, 'allowedPaths' | 'deniedPaths' | 'allowedCommands' | 'allowedTools' | 'maxExecutionTime'>
  >,
) => Token;
type Enforce = (
  token: Token,
  action: { type: 'path' | 'command' | 'tool'; target: string },
) => { allowed: boolean; reason?: string };
type CustomTools = {
  name: string;
  description: string;
  input_schema: Record<string, unknown>;
  handler: (input: Record<string, unknown>) => Promise<unknown>;
}[];

const optionsOf = ({ policy, audit, secrets, engine, flag }: Zora, token: Token): SandboxedToolsOptions => ({
  tools: [],
  token,
  policy,
  audit,
  secrets,
  budget: engine,
  approve: flag,
});

test('Zora’s three functions can be replaced, and its objects handed over', () => {
  const createCapabilityToken: CreateToken = tokenFromPolicy;
  const enforce: Enforce = enforceCapability;
  const expired: (token: Token) => boolean = isTokenExpired;
  const customTools = (tools: ZoraTool[]): CustomTools => tools;

  const { filesystem, shell, network } = policyOf();
  const actions = { reversible: [], irreversible: [], always_flag: [] };
  const token = createCapabilityToken('job', { filesystem, shell, network, actions });
  expect(expired(token)).toBe(false);
  expect(enforce(token, { type: 'command', target: 'ls' }).allowed).toBe(false);
  expect(customTools([])).toEqual([]);
  expect(optionsOf.length).toBe(2);
});

test('a token is a plain object that goes through JSON and structured cloning', () => {
  const token = tokenFromPolicy('job', policyOf({ filesystem: { allowed_paths: ['/x'] } }));
  expect(structuredClone(token)).toEqual(token);
  expect(JSON.parse(JSON.stringify(token))).toEqual({
    ...token,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
  });
});
