/** The command line: its commands and options. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { PACKAGE_ROOT } from '../build/paths.ts';
import { describeError, EXIT, errorData, exitCodeOf } from './output.ts';

const { version } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8')) as { version: string };

/** A command's code is loaded when it is the one that was asked for. */
const load =
  <Args extends unknown[]>(command: () => Promise<(...args: Args) => unknown>) =>
  async (...args: Args): Promise<void> =>
    void (await (
      await command()
    )(...args));

const collect = (value: string, list: string[]): string[] => [...list, value];

function milliseconds(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value <= 0)
    throw new InvalidArgumentError('a whole number of milliseconds is needed');
  return value;
}

const program = new Command('wasi-node')
  .description('Runs Node tools in WebAssembly sandboxes, each call checked against a capability token.')
  .version(version)
  .showHelpAfterError('(--help tells more)')
  .addHelpText('after', '\nExit codes: 0 done, 1 the tool failed, 2 wrong use, 3 denied by the token, 124 out of time.')
  .exitOverride();

program
  .command('build')
  .description('build a tool, or a program, into a component')
  .argument('<entry>', 'TypeScript or JavaScript file')
  .option('-o, --output <file>', 'the component (default: the entry’s name with .wasm)')
  .addOption(new Option('--world <kind>', 'what the component is').choices(['tool', 'command']).default('tool'))
  .option('--json', 'print a summary as JSON', false)
  .action(load(async () => (await import('./build.ts')).buildCommand));

program
  .command('run')
  .description('call a tool, or run a script, in a fresh instance')
  .argument('<entry>', 'tool file, component (.wasm), or script')
  .argument('[args...]', 'the script’s arguments (after -- where they begin with a dash)')
  .option('--script', 'run the file as a script whatever it exports', false)
  .option('--tool <name>', 'which tool, where there are several')
  .option('--input <json>', 'the tool’s input')
  .option('--token <file>', 'capability token (JSON)')
  .option('--grant <file>', 'network, environment and limits (JSON)')
  .option('--allow-command <name>', 'allow a command (again for more)', collect, [])
  .option('--allow-path <path>', 'allow a path', collect, [])
  .option('--deny-path <path>', 'deny a path below an allowed one', collect, [])
  .option('--allow-host <pattern>', 'allow a host, address, CIDR or URL prefix', collect, [])
  .option('--allow-env <name>', 'show a host variable to the tool and its children', collect, [])
  .option('--timeout <ms>', 'most time that the call may take (default: 60000)', milliseconds)
  .addOption(
    new Option('--confinement <mode>', 'whether children run under bubblewrap').choices(['auto', 'required', 'off']),
  )
  .option('--cwd <path>', 'the tool’s working directory')
  .option('--audit', 'print each decision to standard error as a line of JSON', false)
  .option('--audit-log <file>', 'add each decision to a chained log (see audit verify)')
  .option('--json', 'print the result on one line, and errors as JSON', false)
  .action(load(async () => (await import('./run.ts')).runCommand));

program
  .command('inspect')
  .description('show what a component imports, exports, weighs and holds')
  .argument('<component>', 'component (.wasm) or tool file')
  .option('--json', 'print as JSON', false)
  .action(load(async () => (await import('./inspect.ts')).inspectCommand));

program
  .command('check')
  .description('show what programs use of Node, which of it a guest has, and the token that they ask for')
  .argument('[entry...]', 'files, folders or packages (default: what of Node’s builtins a guest has)')
  .option('--strict', 'end with 1 also for what only packages use', false)
  .option('--observe', 'run them, with whatever they do, and write the least token that the run needed', false)
  .option('--input <json>', 'with --observe: a call of a tool (again for more)', collect, [])
  .option('--inputs <file>', 'with --observe: calls, a JSON array of { tool, input }')
  .option('--args <argument>', 'with --observe: an argument of a script (again for more)', collect, [])
  .option('--cwd <path>', 'with --observe: the working directory')
  .option('--timeout <ms>', 'with --observe: most time that a call may take (default: 60000)', milliseconds)
  .option('-o, --output <folder>', 'with --observe: where to write token.json and grant.json')
  .option('--json', 'print as JSON', false)
  .action(load(async () => (await import('./check.ts')).checkCommand));

const audit = program.command('audit').description('work with audit logs');
audit
  .command('verify')
  .description('check that no line of a log was changed, removed or put in')
  .argument('<file>', 'a log that AuditLog, or run --audit-log, has written')
  .option('--head <hash>', 'the hash that the last line must have')
  .option('--json', 'print as JSON', false)
  .action(load(async () => (await import('./audit.ts')).auditVerifyCommand));

program
  .command('top')
  .description('show what runs in this user’s sandboxes (createSandbox({ monitor: true }))')
  .option('--json', 'print once, as JSON', false)
  .action(load(async () => (await import('./top.ts')).topCommand));

for (const command of [...program.commands, ...audit.commands])
  command.exitOverride().showHelpAfterError('(--help tells more)');

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // Whoever read the output has seen enough.
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    const json = process.argv.includes('--json');
    process.stderr.write(`${json ? JSON.stringify({ error: errorData(error) }) : describeError(error)}\n`);
    process.exitCode ??= exitCodeOf(error);
  }
}
