/** Completions of a REPL: commands, globals, and members of what an expression gives. */
import type { Finish } from './evaluate.ts';

export type CompletionsCallback = (error: unknown, completions?: [list: string[], on: string]) => void;

/** What completions are asked of. */
interface Asked {
  readonly commands: Record<string, unknown>;
  readonly context: object;
  readonly useGlobal: boolean;
  eval(code: string, context: object, file: string, finish: Finish): void;
}

const MEMBER = /(?:[\w$'"`[{(](?:[\w$]|['"`\]})])*\??\.)*[a-zA-Z_$](?:[\w$])*\??\.?$/;

/** The names of an object's members, a group for each prototype. */
function memberGroups(object: object): string[][] {
  const groups: string[][] = [];
  for (
    let at: object | null = object;
    at !== null && groups.length < 16;
    at = Object.getPrototypeOf(at) as object | null
  ) {
    groups.push(Object.getOwnPropertyNames(at).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name)));
  }
  return groups;
}

function asList(groups: readonly string[][], prefix: string): string[] {
  const seen = new Set<string>();
  const list: string[] = [];
  // The nearest last, as it stands right above the prompt; an empty line between two groups.
  for (const group of [...groups].reverse()) {
    const fresh = group.filter((name) => name.startsWith(prefix) && !seen.has(name)).sort();
    for (const name of fresh) seen.add(name);
    if (fresh.length > 0 && list.length > 0) list.unshift('');
    list.unshift(...fresh);
  }
  return list;
}

/** Completes `line`. */
export function complete(repl: Asked, line: string, callback: CompletionsCallback): void {
  const command = /^\s*\.(\w*)$/.exec(line);
  if (command !== null) {
    const [, typed = ''] = command;
    const names = Object.keys(repl.commands).filter((name) => name.startsWith(typed));
    callback(null, [names.sort(), typed]);
    return;
  }
  const [match] = MEMBER.exec(line) ?? [];
  if (line.trim() !== '' && match === undefined) {
    callback(null, [[], line]);
    return;
  }
  const on = match ?? '';
  const dot = on.lastIndexOf('.');
  if (dot < 0) {
    callback(null, [asList(memberGroups(repl.useGlobal ? globalThis : repl.context), on), on]);
    return;
  }
  const expression = on.slice(0, dot).replace(/\?$/, '');
  const prefix = on.slice(dot + 1);
  // A program has no `arguments`; the function that evaluates it has.
  if (/^arguments\b/.test(expression)) {
    callback(null, [[], on]);
    return;
  }
  const code = `try { ${expression} } catch {}`;
  repl.eval(code, repl.context, 'REPL completion', (error, value) => {
    if (error || value === null || value === undefined) {
      callback(null, [[], on]);
      return;
    }
    const list = asList(memberGroups(Object(value) as object), prefix).map((name) =>
      name === '' ? '' : on.slice(0, dot + 1) + name,
    );
    callback(null, [list, on]);
  });
}
