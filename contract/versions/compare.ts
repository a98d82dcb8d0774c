/**
 * What a change of the package means for those who are there already: components that were built for the version before, and
 * hosts that implement it.
 *
 * A component that was built before has to run on a host of now. It goes on to import what it imported, with the very types
 * that it was built with (the canonical ABI lays out by structure), and exports what it exported. So what is new is additive, and
 * what is changed or gone breaks; and in an interface that *guests* export, what is new breaks too: a host of now calls what a
 * component of before has not.
 */
import type { InterfaceSnapshot, Snapshot } from './snapshot.ts';

/** One difference. */
export interface Change {
  effect: 'additive' | 'breaking';
  /** What changed, in words. */
  what: string;
}

/** All differences, breaking ones first. */
export function compare(before: Snapshot, after: Snapshot): Change[] {
  const changes: Change[] = [];
  const note = (effect: Change['effect'], what: string) => changes.push({ effect, what });
  if (before.package !== after.package) note('breaking', `the package is ${after.package}`);
  for (const side of ['imports', 'exports'] as const) {
    for (const name of before[side])
      if (!after[side].includes(name)) note('breaking', `${name} is no longer among the ${side}`);
    for (const name of after[side]) {
      // A component of before does not export what is new.
      if (!before[side].includes(name))
        note(side === 'imports' ? 'additive' : 'breaking', `${name} is new among the ${side}`);
    }
  }
  for (const [name, old] of Object.entries(before.interfaces)) {
    const now = after.interfaces[name];
    if (now === undefined) note('breaking', `interface ${name} is gone`);
    else compareInterface(name, old, now, before.exports.includes(name), note);
  }
  for (const name of Object.keys(after.interfaces))
    if (before.interfaces[name] === undefined) note('additive', `interface ${name} is new`);
  return changes.toSorted((a, b) => (a.effect === b.effect ? 0 : a.effect === 'breaking' ? -1 : 1));
}

function compareInterface(
  name: string,
  before: InterfaceSnapshot,
  after: InterfaceSnapshot,
  exported: boolean,
  note: (effect: Change['effect'], what: string) => void,
): void {
  for (const kind of ['types', 'functions'] as const) {
    for (const [key, text] of Object.entries(before[kind])) {
      const now = after[kind][key];
      if (now === undefined) note('breaking', `${name}#${key} is gone`);
      else if (now !== text) note('breaking', `${name}#${key} was ${text} and is ${now}`);
    }
    for (const key of Object.keys(after[kind])) {
      if (before[kind][key] === undefined)
        note(exported && kind === 'functions' ? 'breaking' : 'additive', `${name}#${key} is new`);
    }
  }
}

/** A version's three numbers. @throws SyntaxError for another form */
export function parseVersion(version: string): [major: number, minor: number, patch: number] {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version);
  if (match === null) throw new SyntaxError(`${version} is no version of three numbers`);
  return [Number(match[1]), Number(match[2]), Number(match[3])];
}

/**
 * What is wrong with the version that a changed package has; undefined where it follows the changes.
 *
 * A breaking change raises the first number that is not 0 (0.1.4 → 0.2.0, 1.4.2 → 2.0.0), an additive one at least the number
 * behind it (0.1.4 → 0.1.5, 1.4.2 → 1.5.0), and no change needs no new version.
 */
export function versionProblem(before: Snapshot, after: Snapshot): string | undefined {
  const changes = compare(before, after);
  const [first] = changes;
  const old = parseVersion(before.version);
  const now = parseVersion(after.version);
  const order = now[0] - old[0] || now[1] - old[1] || now[2] - old[2];
  if (order < 0) return `the version went back from ${before.version} to ${after.version}`;
  if (first === undefined) return undefined;
  const least = leastVersion(old, first.effect);
  const enough = now[0] - least[0] || now[1] - least[1] || now[2] - least[2];
  if (enough >= 0) return undefined;
  const list = changes.map(({ effect, what }) => `  ${effect}: ${what}`).join('\n');
  return `the version ${after.version} does not follow the changes since ${before.version}: at least ${least.join('.')}\n${list}`;
}

function leastVersion(
  [major, minor, patch]: [number, number, number],
  effect: Change['effect'],
): [number, number, number] {
  if (effect === 'breaking') return major > 0 ? [major + 1, 0, 0] : [0, minor + 1, 0];
  return major > 0 ? [major, minor + 1, 0] : [0, minor, patch + 1];
}
