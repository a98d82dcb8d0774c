/** A policy for the tests of `wasi-node/zora`: it allows nothing but what is given. */
import type { ZoraPolicy } from '../../../src/zora/index.ts';

type Parts = { [section in keyof ZoraPolicy]?: Partial<NonNullable<ZoraPolicy[section]>> };

export function policyOf(parts: Parts = {}): ZoraPolicy {
  return {
    filesystem: {
      allowed_paths: [],
      denied_paths: [],
      resolve_symlinks: true,
      follow_symlinks: false,
      ...parts.filesystem,
    },
    shell: {
      mode: 'allowlist',
      allowed_commands: [],
      denied_commands: [],
      split_chained_commands: true,
      max_execution_time: '1m',
      ...parts.shell,
    },
    network: { allowed_domains: [], denied_domains: [], max_request_size: '10mb', ...parts.network },
    ...(parts.budget === undefined
      ? {}
      : {
          budget: {
            max_actions_per_session: 0,
            max_actions_per_type: {},
            token_budget: 0,
            on_exceed: 'block' as const,
            ...parts.budget,
          },
        }),
    ...(parts.dry_run === undefined
      ? {}
      : { dry_run: { enabled: true, tools: [], audit_dry_runs: true, ...parts.dry_run } }),
    ...(parts.actions === undefined ? {} : { actions: { always_flag: [], ...parts.actions } }),
  };
}
