import yargs from 'yargs';

/** Parses a command line with a command, types, defaults, a choice and a check; prints its help. */
export async function job() {
  const make = () =>
    yargs()
      .scriptName('tool')
      .exitProcess(false)
      .command('serve <folder>', 'serves a folder', (y) =>
        y
          .positional('folder', { type: 'string' })
          .option('port', { alias: 'p', type: 'number', default: 8080 })
          .option('level', { choices: ['low', 'high'] })
          .option('tag', { type: 'array', string: true }),
      )
      .demandCommand(1)
      .strict();
  const parsed = await make().parseAsync(
    ['serve', 'www', '-p', '9', '--tag', 'a', 'b', '--no-cache', '--level=high'],
    {},
    () => {},
  );
  const failures = [];
  for (const line of [['serve'], ['serve', 'x', '--level', 'mid'], []]) {
    await new Promise((done) =>
      make().parse(line, {}, (error) => {
        failures.push(error?.message);
        done();
      }),
    );
  }
  const help = await new Promise((done) => make().parse(['serve', '--help'], {}, (_error, _argv, text) => done(text)));
  return { parsed, failures, help };
}
