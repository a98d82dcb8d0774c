/** The options of `cp`. https://nodejs.org/api/fs.html#fscpsyncsrc-dest-options */
import { ERR_INCOMPATIBLE_OPTION_PAIR } from '../../errors.ts';
import { validateBoolean, validateFunction, validateObject } from '../../validators.ts';
import { toSmallMode } from '../arguments.ts';

/** With every default filled in. */
export interface CpOptions {
  dereference: boolean;
  errorOnExist: boolean;
  filter: ((src: string, dest: string) => unknown) | undefined;
  force: boolean;
  mode: number;
  preserveTimestamps: boolean;
  recursive: boolean;
  verbatimSymlinks: boolean;
}

const DEFAULTS: CpOptions = {
  dereference: false,
  errorOnExist: false,
  filter: undefined,
  force: true,
  mode: 0,
  preserveTimestamps: false,
  recursive: false,
  verbatimSymlinks: false,
};

/** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_INCOMPATIBLE_OPTION_PAIR */
export function toCpOptions(options: unknown): CpOptions {
  if (options === undefined) return DEFAULTS;
  validateObject(options, 'options');
  const given = { ...DEFAULTS, ...options } as CpOptions;
  const booleans = [
    'dereference',
    'errorOnExist',
    'force',
    'preserveTimestamps',
    'recursive',
    'verbatimSymlinks',
  ] as const;
  for (const name of booleans) validateBoolean(given[name], `options.${name}`);
  given.mode = toSmallMode(given.mode);
  if (given.dereference && given.verbatimSymlinks) {
    throw new ERR_INCOMPATIBLE_OPTION_PAIR('dereference', 'verbatimSymlinks');
  }
  if (given.filter !== undefined) validateFunction(given.filter, 'options.filter');
  return given;
}
