import { Command } from 'commander';

/** Parses a command line with options and a subcommand; tells how a wrong one is refused. */
export async function job() {
  const output = [];
  const seen = [];
  const make = () => {
    const program = new Command('tool').exitOverride().configureOutput({
      writeOut: (text) => output.push(text),
      writeErr: (text) => output.push(text),
    });
    program.option('-v, --verbose', 'say more').version('1.2.3');
    program
      .command('add <name> [rest...]')
      .requiredOption('-n, --number <n>', 'how many', Number.parseFloat)
      .action((name, rest, options) => seen.push({ name, rest, options, verbose: program.opts().verbose }));
    return program;
  };
  await make().parseAsync(['-v', 'add', 'x', 'y', 'z', '--number', '2.5'], { from: 'user' });
  const codes = [];
  for (const line of [['add', 'x'], ['--nope'], ['--version'], ['--help']]) {
    await make()
      .parseAsync(line, { from: 'user' })
      .catch((error) => codes.push(error.code));
  }
  return { seen, codes, output };
}
