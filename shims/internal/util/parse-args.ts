import {
  ERR_INVALID_ARG_VALUE,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE,
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL,
  ERR_PARSE_ARGS_UNKNOWN_OPTION,
} from '../errors.ts';
import { instanceInfo } from '../instance.ts';
import {
  validateArray,
  validateBoolean,
  validateBooleanArray,
  validateObject,
  validateString,
  validateStringArray,
  validateUnion,
} from '../validators.ts';
import { liveProcess } from './live-process.ts';

interface OptionConfig {
  type: 'string' | 'boolean';
  short?: string;
  multiple?: boolean;
  default?: unknown;
}

type Options = Record<string, OptionConfig>;
type Value = string | boolean | undefined;

interface OptionToken {
  kind: 'option';
  name: string;
  rawName: string;
  index: number;
  value: Value;
  inlineValue: boolean | undefined;
}

/** One element of the arguments, or part of one. */
export type Token =
  | OptionToken
  | { kind: 'positional'; index: number; value: string }
  | { kind: 'option-terminator'; index: number };

/** What `parseArgs` gives. */
export interface ParsedArgs {
  values: Record<string, unknown>;
  positionals: string[];
  tokens?: Token[];
}

interface Settings {
  options: Options;
  strict: boolean;
  allowPositionals: boolean;
  allowNegative: boolean;
}

function own<T extends object, K extends keyof T>(object: T, key: K): T[K] | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function setting<K extends keyof OptionConfig>(options: Options, name: string, key: K): OptionConfig[K] | undefined {
  const config = own(options, name);
  return config === undefined ? undefined : own(config, key);
}

function longName(short: string, options: Options): string {
  return Object.entries(options).find(([, config]) => own(config, 'short') === short)?.[0] ?? short;
}

function validateOption(name: string, config: unknown): void {
  const label = `options.${name}`;
  validateObject(config, label);
  const option = config as OptionConfig;
  validateUnion(own(option, 'type'), `${label}.type`, ['string', 'boolean']);
  if (Object.hasOwn(option, 'short')) {
    const { short } = option;
    validateString(short, `${label}.short`);
    if (short.length !== 1) throw new ERR_INVALID_ARG_VALUE(`${label}.short`, short, 'must be a single character');
  }
  const multiple = own(option, 'multiple');
  if (Object.hasOwn(option, 'multiple')) validateBoolean(multiple, `${label}.multiple`);
  const fallback = own(option, 'default');
  if (fallback === undefined) return;
  if (option.type === 'string') {
    if (multiple) validateStringArray(fallback, `${label}.default`);
    else validateString(fallback, `${label}.default`);
  } else if (multiple) validateBooleanArray(fallback, `${label}.default`);
  else validateBoolean(fallback, `${label}.default`);
}

/** Splits arguments into tokens. A group of short options is taken apart, its options all having the group's index. */
function tokenize(args: readonly string[], options: Options): Token[] {
  const tokens: Token[] = [];
  const rest = [...args];
  let index = -1;
  let inGroup = 0;
  const takesValue = (name: string): boolean => setting(options, name, 'type') === 'string';
  const addOption = (name: string, rawName: string, value: Value, inlineValue?: boolean): void => {
    tokens.push({ kind: 'option', name, rawName, index, value, inlineValue });
  };
  const addAlone = (name: string, rawName: string): void => {
    if (takesValue(name) && rest[0] != null) {
      addOption(name, rawName, rest.shift(), false);
      index++;
    } else addOption(name, rawName, undefined);
  };
  while (rest.length > 0) {
    const arg = rest.shift()!;
    if (inGroup > 0) inGroup--;
    else index++;
    if (arg === '--') {
      tokens.push({ kind: 'option-terminator', index });
      for (const value of rest) tokens.push({ kind: 'positional', index: ++index, value });
      break;
    }
    if (arg.length > 2 && arg.startsWith('--')) {
      const equals = arg.indexOf('=', 3);
      if (equals === -1) addAlone(arg.slice(2), arg);
      else addOption(arg.slice(2, equals), arg.slice(0, equals), arg.slice(equals + 1), true);
    } else if (arg.length > 1 && arg[0] === '-' && arg[1] !== '-') {
      const name = longName(arg[1]!, options);
      if (arg.length === 2) addAlone(name, arg);
      else if (takesValue(name)) addOption(name, `-${arg[1]}`, arg.slice(2), true);
      else {
        const group = splitGroup(arg, options);
        rest.unshift(...group);
        inGroup = group.length;
      }
    } else tokens.push({ kind: 'positional', index, value: arg });
  }
  return tokens;
}

/** `-abfFILE` → `-a`, `-b`, `-fFILE`. */
function splitGroup(arg: string, options: Options): string[] {
  const parts: string[] = [];
  for (let i = 1; i < arg.length; i++) {
    if (setting(options, longName(arg[i]!, options), 'type') === 'string' && i < arg.length - 1) {
      parts.push(`-${arg.slice(i)}`);
      break;
    }
    parts.push(`-${arg[i]}`);
  }
  return parts;
}

function isNegation(token: OptionToken, settings: Settings): boolean {
  return settings.allowNegative && token.name.startsWith('no-');
}

/** Strict mode: the option exists, and has a value where it takes one. */
function checkUsage(token: OptionToken, settings: Settings): void {
  const { options } = settings;
  let { name } = token;
  if (!Object.hasOwn(options, name)) {
    name = isNegation(token, settings) ? name.slice(3) : '';
    if (!Object.hasOwn(options, name) || setting(options, name, 'type') !== 'boolean') {
      throw new ERR_PARSE_ARGS_UNKNOWN_OPTION(token.rawName, settings.allowPositionals);
    }
  }
  const short = setting(options, name, 'short');
  const shown = `${short ? `-${short}, ` : ''}--${name}`;
  const type = setting(options, name, 'type');
  if (type === 'string' && typeof token.value !== 'string') {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown} <value>' argument missing`);
  }
  if (type === 'boolean' && token.value != null) {
    throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(`Option '${shown}' does not take an argument`);
  }
}

/** Strict mode: a value that looks like an option may be a forgotten value. */
function checkValue({ name, rawName, value, inlineValue }: OptionToken): void {
  if (inlineValue || typeof value !== 'string' || value.length < 2 || value[0] !== '-') return;
  const example = rawName.startsWith('--') ? `'${rawName}=-XYZ'` : `'--${name}=-XYZ' or '${rawName}-XYZ'`;
  throw new ERR_PARSE_ARGS_INVALID_OPTION_VALUE(
    `Option '${rawName}' argument is ambiguous.\n` +
      `Did you forget to specify the option argument for '${rawName}'?\n` +
      `To specify an option argument starting with a dash use ${example}.`,
  );
}

function store(token: OptionToken, settings: Settings, values: Record<string, unknown>): void {
  if (token.name === '__proto__') return;
  let { value } = token;
  if (isNegation(token, settings) && value === undefined) {
    token.name = token.name.slice(3);
    value = false;
  }
  const stored = value ?? true;
  const { name } = token;
  if (!setting(settings.options, name, 'multiple')) values[name] = stored;
  else if (values[name]) (values[name] as unknown[]).push(stored);
  else values[name] = [stored];
}

/**
 * Parses a command line.
 * @param config `args`, `options`, `strict`, `allowPositionals`, `allowNegative`, `tokens`.
 * @see https://nodejs.org/api/util.html#utilparseargsconfig
 */
export function parseArgs(config: Record<string, unknown> = {}): ParsedArgs {
  const args = own(config, 'args') ?? liveProcess()?.argv?.slice(2) ?? instanceInfo().argv.slice(1);
  const strict = own(config, 'strict') ?? true;
  const allowPositionals = own(config, 'allowPositionals') ?? !strict;
  const wantsTokens = own(config, 'tokens') ?? false;
  const allowNegative = own(config, 'allowNegative') ?? false;
  const options = own(config, 'options') ?? Object.create(null);
  validateArray(args, 'args');
  validateBoolean(strict, 'strict');
  validateBoolean(allowPositionals, 'allowPositionals');
  validateBoolean(wantsTokens, 'tokens');
  validateBoolean(allowNegative, 'allowNegative');
  validateObject(options, 'options');
  for (const [name, option] of Object.entries(options)) validateOption(name, option);

  const settings: Settings = { options: options as Options, strict, allowPositionals, allowNegative };
  const tokens = tokenize(args as string[], settings.options);
  const result: ParsedArgs = { values: Object.create(null), positionals: [] };
  if (wantsTokens) result.tokens = tokens;
  for (const token of tokens) {
    if (token.kind === 'option') {
      if (strict) {
        checkUsage(token, settings);
        checkValue(token);
      }
      store(token, settings, result.values);
    } else if (token.kind === 'positional') {
      if (!allowPositionals) throw new ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL(token.value);
      result.positionals.push(token.value);
    }
  }
  for (const [name, option] of Object.entries(settings.options)) {
    const fallback = own(option, 'default');
    if (fallback !== undefined && result.values[name] === undefined && name !== '__proto__')
      result.values[name] = fallback;
  }
  return result;
}
