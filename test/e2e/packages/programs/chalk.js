import { Chalk } from 'chalk';

/** Styles text at each level of colour. */
export function job() {
  return [0, 1, 2, 3].map((level) => {
    const chalk = new Chalk({ level });
    return [
      chalk.red.bold('a', chalk.underline('b'), '\n'),
      chalk.hex('#abcdef').bgRgb(1, 2, 3)`c`,
      chalk.ansi256(200)('d'),
    ];
  });
}
