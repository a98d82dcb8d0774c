/** Compares what the guest offers with what Node does. */
import type { ExportDescription, ModuleDescription } from './describe.ts';

export type EntryState = 'provided' | 'refused' | 'missing';

/** One function (class, property) of a module. */
export interface Entry {
  module: string;
  /** `readFile`, `Agent#destroy`, `promises.readFile`. */
  name: string;
  kind: ExportDescription['kind'];
  state: EntryState;
  /** The code of the error that a refused one throws. */
  error?: string;
}

export type ModuleState = 'provided' | 'partial' | 'refused';

/** Every entry of a module, in the order of their names. */
export function compareModule(
  module: string,
  node: ModuleDescription,
  guest: ModuleDescription | undefined,
  stated: ReadonlySet<string>,
): Entry[] {
  return [...compare(module, '', node, guest ?? {}, stated)];
}

function* compare(
  module: string,
  prefix: string,
  node: ModuleDescription,
  guest: ModuleDescription,
  stated: ReadonlySet<string>,
): Generator<Entry> {
  for (const key of Object.keys(node)) {
    const expected = node[key] as ExportDescription;
    const found = Object.hasOwn(guest, key) ? guest[key] : undefined;
    const name = key.startsWith('#') ? `${prefix}${key}` : prefix === '' ? key : `${prefix}.${key}`;
    const entry: Entry = { module, name, kind: expected.kind, state: 'provided' };
    if (found === undefined) entry.state = 'missing';
    else {
      const error =
        found.refuses ?? (isStated(module, name, stated) ? 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' : undefined);
      if (error !== undefined) {
        entry.state = 'refused';
        entry.error = error;
      }
    }
    yield entry;
    // What lies in something that is missing or refused goes with it.
    if (entry.state !== 'provided' || expected.members === undefined) continue;
    if (
      found?.members === undefined &&
      found?.kind !== 'object' &&
      found?.kind !== 'class' &&
      found?.kind !== 'function'
    )
      continue;
    yield* compare(module, name, expected.members, found.members ?? {}, stated);
  }
}

/** A function that names itself in its error, `module.name()`, does nothing else. */
function isStated(module: string, name: string, stated: ReadonlySet<string>): boolean {
  return stated.has(`${module}.${name.replace('#', '.')}()`);
}

/** What a module is as a whole: refused when none of its functions works. */
export function moduleState(entries: readonly Entry[]): ModuleState {
  if (entries.every(({ state }) => state === 'provided')) return 'provided';
  const functions = entries.filter(({ kind }) => kind === 'function' || kind === 'class');
  const works = functions.length === 0 || functions.some(({ state }) => state === 'provided');
  return works ? 'partial' : 'refused';
}
