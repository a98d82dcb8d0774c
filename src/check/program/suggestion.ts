/** The least token and grant for what a program asks for. */
import { sep } from 'node:path';
import type { GrantInput } from '../../sandbox/options.ts';

/** What is asked for. Paths are absolute. */
export interface Needs {
  commands: readonly string[];
  /** Patterns of `network.allow`. */
  hosts: readonly string[];
  paths: readonly string[];
  variables: readonly string[];
  /** Patterns of `network.listen`. */
  listen: readonly string[];
  /** The tools that were called. */
  tools?: readonly string[];
}

/** The part of a token that a program asks for, and its grant. The dates and the job are the embedder's. */
export interface Suggestion {
  token: {
    allowedPaths: string[];
    deniedPaths: string[];
    allowedCommands: string[];
    allowedTools: string[];
    maxExecutionTime: number;
  };
  grant: GrantInput;
}

/** Milliseconds: nothing tells how long a tool may take. */
const EXECUTION_MS = 60_000;

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

export function suggestion({ commands, hosts, paths, variables, listen, tools = [] }: Needs): Suggestion {
  const network = {
    ...(hosts.length > 0 ? { allow: sorted(hosts) } : {}),
    ...(listen.length > 0 ? { listen: sorted(listen) } : {}),
  };
  return {
    token: {
      allowedPaths: outermost(sorted(paths)),
      deniedPaths: [],
      allowedCommands: sorted(commands),
      allowedTools: sorted(tools),
      maxExecutionTime: EXECUTION_MS,
    },
    grant: {
      ...(Object.keys(network).length > 0 ? { network } : {}),
      ...(variables.length > 0 ? { env: sorted(variables) } : {}),
    },
  };
}

/** Without paths that lie beneath another. */
function outermost(paths: readonly string[]): string[] {
  const beneath = (path: string, root: string): boolean => path.startsWith(root.endsWith(sep) ? root : root + sep);
  return paths.filter((path) => !paths.some((other) => other !== path && beneath(path, other)));
}

/** One token and grant for several programs. */
export function mergeSuggestions(suggestions: readonly Suggestion[]): Suggestion {
  const all = (pick: (one: Suggestion) => readonly string[] | undefined): string[] =>
    suggestions.flatMap((one) => pick(one) ?? []);
  return suggestion({
    commands: all(({ token }) => token.allowedCommands),
    paths: all(({ token }) => token.allowedPaths),
    tools: all(({ token }) => token.allowedTools),
    hosts: all(({ grant }) => grant.network?.allow),
    listen: all(({ grant }) => grant.network?.listen),
    variables: all(({ grant }) => grant.env),
  });
}
