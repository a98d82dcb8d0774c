/** What the check finds in the modules of a program. */

/** Where something was found. */
export interface Place {
  file: string;
  line: number;
  /** The package; undefined for the program's own modules. */
  package: string | undefined;
}

/** Something that was found, in one place or more. */
export interface Finding {
  value: string;
  places: Place[];
}

/** Kinds of findings; each is a set of values. */
export type Kind =
  /** `fs.readFile`: a builtin and what of it is used; `fs.*` is the module as a whole. */
  | 'builtin'
  | 'global'
  | 'command'
  | 'host'
  | 'path'
  | 'variable'
  /** `127.0.0.1:8080`. */
  | 'listen'
  /** What is decided only when the program runs: a command, host or path that is not literal. */
  | 'open';

/** Collects findings, each value once. */
export class Findings {
  readonly #kinds = new Map<Kind, Map<string, Finding>>();

  add(kind: Kind, value: string, place: Place): void {
    const values = this.#kinds.get(kind) ?? new Map<string, Finding>();
    this.#kinds.set(kind, values);
    const finding = values.get(value) ?? { value, places: [] };
    values.set(value, finding);
    if (!finding.places.some(({ file, line }) => file === place.file && line === place.line))
      finding.places.push(place);
  }

  /** In the order of their values. */
  of(kind: Kind): Finding[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])].sort((left, right) => (left.value < right.value ? -1 : 1));
  }
}
