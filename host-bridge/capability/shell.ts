import { type ParsedScript, parse } from 'unbash';
import { AccessDenied } from './denial.ts';
import { createDirectories } from './shell/directories.ts';
import { deny, type Line, type Scope } from './shell/line.ts';
import type { ShellPlan, ShellRequest, ShellRules } from './shell/plan.ts';
import { findShell } from './shell/shell.ts';
import { checkScript } from './shell/statements.ts';
import { textProblem } from './shell/text.ts';
import { studyVariables, visit } from './shell/variables.ts';

export type { ShellCommand, ShellPlan, ShellRedirect, ShellRequest, ShellRules } from './shell/plan.ts';

/**
 * Checks a line for a shell. Every command in it has to be allowed, wherever it stands; every path that the shell
 * opens, lists or enters by itself too; every variable that it sets as well. What does not parse, what shells read in
 * more than one way and what is not known before it runs is denied.
 *
 * The plan's `args` switch off file name expansion where only unquoted expansions would use it: their values are not
 * known here, and the names of files that they would be replaced by are not the guest's to list.
 * @throws {AccessDenied} for the command, path or variable, or for the line as a whole
 */
export function checkShellLine(request: ShellRequest, rules: ShellRules): ShellPlan {
  const { line: source, variables: environment } = request;
  const shell = findShell(request.shell, request.argv0, rules);
  const asWhole = { source, shell };
  const problem = textProblem(source);
  if (problem !== undefined) throw deny(asWhole, problem);

  try {
    const script = parse(source);
    const functionNames = new Set<string>();
    let changesDirectory = false;
    visit(script, (node) => {
      if (node.type === 'Function') functionNames.add(node.name.value);
      if (node.type === 'Word' && node.value === 'cd') changesDirectory = true;
    });
    // The body of a function runs where it is called, which may be after a `cd` that stands behind it.
    if (changesDirectory && functionNames.size > 0) throw deny(asWhole, 'cd beside a function');

    const line: Line = {
      source,
      script,
      shell,
      rules,
      environment,
      variables: studyVariables(script, source, environment),
      directories: createDirectories(rules.paths, request.cwd ?? rules.paths.cwd, (rule) => deny(asWhole, rule)),
      functionNames,
      defined: new Set(),
      commands: [],
      redirects: [],
      splits: false,
      globs: false,
      checkNested: (nested: ParsedScript, scope: Scope) =>
        checkScript(line, nested, { ...scope, depth: scope.depth + 1, repeats: scope.inFunction }),
    };
    checkScript(line, script, { depth: 0, repeats: false, inFunction: false });
    if (line.splits && line.globs) throw deny(line, 'a pattern beside an unquoted expansion');

    const options = [
      // Without these, bash runs the start-up file of its home when its standard input is a socket, as Node's pipes are.
      ...(shell.engine === 'bash' ? ['--noprofile', '--norc'] : []),
      ...(line.splits ? ['-f'] : []),
    ];
    const { commands, redirects } = line;
    return { file: shell.file, argv0: shell.argv0, args: [...options, '-c', source], commands, redirects };
  } catch (error) {
    // A tree deeper than the stack, or a path that links lead round and round.
    if (error instanceof AccessDenied) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'fault';
    throw deny(asWhole, error instanceof RangeError ? 'too deeply nested' : `cannot be checked: ${code}`);
  }
}
