import { NIL, parse, stringify, v3, v4, v5, v7, validate, version } from 'uuid';

/** Makes identifiers: those by name are the same everywhere, the others differ. */
export function job() {
  const random = Array.from({ length: 20 }, () => [v4(), v7()]).flat();
  const times = random.filter((_, index) => index % 2 === 1);
  return {
    named: [v5('example.com', v5.DNS), v3('example.com', v3.URL)],
    seeded: v4({ random: Uint8Array.from({ length: 16 }, (_, i) => i) }),
    unique: new Set(random).size,
    valid: random.every(validate),
    versions: random.slice(0, 2).map(version),
    ordered: times.join() === times.toSorted().join(),
    bytes: stringify(parse(random[0])) === random[0],
    nil: validate(NIL),
  };
}
