/** The report on one program: what it uses, what of that the guest has, and the least that it asks for as far as its text tells. */
import { readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { relative, resolve } from 'node:path';
import { runInNewContext } from 'node:vm';
import { isScript } from '../../build/entry-kind.ts';
import type { Entry, EntryState } from '../compare.ts';
import { SCRIPTS_ONLY } from '../differences.ts';
import type { CompatibilityTable } from '../table.ts';
import { type Finding, Findings, type Place } from './findings.ts';
import { pattern } from './hosts.ts';
import { readProgram } from './modules.ts';
import { scanModule } from './scan.ts';
import { type Suggestion, suggestion } from './suggestion.ts';

/** Something of Node that the program uses. */
export interface Use {
  /** `fs.readFile`, or a global. */
  name: string;
  state: EntryState;
  /** The code of the error that a refused one throws. */
  error?: string;
  places: Place[];
}

/** A builtin that the program uses. */
export interface BuiltinUse {
  module: string;
  uses: Use[];
  /** Whether the module is handed on as a whole, so that more of it may be used. */
  whole: boolean;
}

/** See the file's head. */
export interface ProgramReport {
  entry: string;
  /** `ready`: all that is used is there. `limited`: something that a package uses is not. `blocked`: something that the program itself uses is not. */
  verdict: 'ready' | 'limited' | 'blocked';
  /** The modules that were read, and the packages that they are of. */
  modules: number;
  packages: string[];
  builtins: BuiltinUse[];
  globals: Use[];
  /** What keeps the program from being built, or a module from being read. */
  problems: { message: string; package: string | undefined }[];
  commands: Finding[];
  hosts: Finding[];
  paths: Finding[];
  variables: Finding[];
  listen: Finding[];
  /** What is decided only when the program runs. */
  open: Finding[];
  suggestion: Suggestion;
}

/**
 * Checks one program.
 * @param entry path of its entry file
 */
export async function checkProgram(entry: string, table: CompatibilityTable): Promise<ProgramReport> {
  const file = realpathSync(resolve(entry));
  const findings = new Findings();
  const problems: ProgramReport['problems'] = [];
  const packages = new Set<string>();
  let modules = 0;
  try {
    if (file.endsWith('.wasm')) throw new Error('a component has no text: wasi-node inspect tells what it imports');
    const program = await readProgram(file);
    modules = program.modules.length;
    const tried = new Set<string>();
    for (const module of program.modules) {
      if (module.package !== undefined) packages.add(module.package);
      try {
        for (const specifier of scanModule(module, findings)) tried.add(`${module.file}\0${specifier}`);
      } catch (error) {
        problems.push({ message: messageOf(error), package: module.package });
      }
    }
    for (const { specifier, importer, package: owner, reason } of program.dead) {
      if (tried.has(`${importer}\0${specifier}`)) continue;
      const name = relative(process.cwd(), importer);
      problems.push({ message: `${name} imports ${specifier}, which is ${reason}`, package: owner });
    }
  } catch (error) {
    problems.push({ message: messageOf(error), package: undefined });
  }

  const builtins = builtinUses(findings.of('builtin'), table, isTool(file));
  const globals = globalUses(findings.of('global'), table);
  const ownOnly = ({ value, places }: Finding): Finding[] => {
    const own = places.filter((place) => place.package === undefined);
    return own.length === 0 ? [] : [{ value, places: own }];
  };
  const found = {
    commands: findings.of('command'),
    hosts: findings.of('host').filter(({ value }) => pattern(value) !== undefined),
    paths: findings.of('path'),
    variables: findings.of('variable'),
    listen: findings.of('listen'),
  };
  const own = Object.fromEntries(
    Object.entries(found).map(([kind, list]) => [kind, list.flatMap(ownOnly).map(({ value }) => value)]),
  );
  return {
    entry,
    verdict: verdictOf(builtins, globals, problems),
    modules,
    packages: [...packages].sort(),
    builtins,
    globals,
    problems,
    ...found,
    open: findings.of('open').flatMap(ownOnly),
    suggestion: suggestion({
      commands: own['commands'] ?? [],
      hosts: own['hosts'] ?? [],
      paths: (own['paths'] ?? []).map(absolute),
      variables: own['variables'] ?? [],
      listen: own['listen'] ?? [],
    }),
  };
}

function messageOf(error: unknown): string {
  if (error instanceof RangeError) return 'a module is too deeply nested to be read';
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
}

const absolute = (path: string): string =>
  path.startsWith('~/') || path === '~' ? path : resolve(path.replace(/^~/, homedir()));

function builtinUses(findings: readonly Finding[], { modules }: CompatibilityTable, tool: boolean): BuiltinUse[] {
  const byModule = new Map<string, { uses: Map<string, Use>; whole: boolean }>();
  for (const { value, places } of findings) {
    const dot = value.indexOf('.');
    const module = dot < 0 ? value : value.slice(0, dot);
    const path = dot < 0 ? '' : value.slice(dot + 1);
    const known = byModule.get(module) ?? { uses: new Map<string, Use>(), whole: false };
    byModule.set(module, known);
    if (path === '*') known.whole = true;
    const entry = entryOf(modules.find((row) => row.module === module)?.entries ?? [], path);
    if (entry === undefined) continue;
    const name = `${module}.${entry.name}`;
    const refused = tool && SCRIPTS_ONLY.has(name);
    const error = refused ? 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' : entry.error;
    const use = known.uses.get(entry.name) ?? {
      name,
      state: refused ? 'refused' : entry.state,
      ...(error === undefined ? {} : { error }),
      places: [],
    };
    use.places.push(...places);
    known.uses.set(entry.name, use);
  }
  return [...byModule].map(([module, { uses, whole }]) => ({ module, uses: [...uses.values()], whole }));
}

/** Whether a file is built into a component of its own; a script runs in one that holds more. */
function isTool(file: string): boolean {
  return CODE.test(file) && !isScript(file, readFileSync(file, 'utf8'));
}

/** The entry of a path: of `promises.readFile.call` it is `promises.readFile`. */
function entryOf(entries: readonly Entry[], path: string): Entry | undefined {
  for (let name = path; name !== '' && name !== '*'; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const entry = entries.find((item) => item.name === name);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

const CODE = /\.[cm]?[jt]sx?$/;
const LANGUAGE = new Set(runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]);

function globalUses(findings: readonly Finding[], { globals }: CompatibilityTable): Use[] {
  return findings.flatMap(({ value, places }) => {
    const row = globals.find(({ name }) => name === value);
    if (row === undefined || (LANGUAGE.has(value) && row.state === 'provided')) return [];
    return [{ name: value, state: row.state, places }];
  });
}

function verdictOf(
  builtins: readonly BuiltinUse[],
  globals: readonly Use[],
  problems: ProgramReport['problems'],
): ProgramReport['verdict'] {
  const lacking = [...builtins.flatMap(({ uses }) => uses), ...globals].filter(({ state }) => state !== 'provided');
  const isOwn = ({ places }: Use): boolean => places.some((place) => place.package === undefined);
  if (lacking.some(isOwn) || problems.some((problem) => problem.package === undefined)) return 'blocked';
  return lacking.length + problems.length > 0 ? 'limited' : 'ready';
}
