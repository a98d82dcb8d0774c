/** `Intl.Collator`: ECMA-402, section 10. */
import { callIntl, type FormatterEntry, hostOf } from './host.ts';
import { flag, text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

/** The objects; `String.prototype.localeCompare` compares by it, too. */
export const collators = new Service({
  name: 'Collator',
  kind: 'collator',
  callable: true,
  options: {
    usage: text,
    localeMatcher: text,
    collation: text,
    numeric: flag,
    caseFirst: text,
    sensitivity: text,
    ignorePunctuation: flag,
  },
});

/** Which of two strings comes first: negative, 0 or positive. */
export function compareStrings(entry: FormatterEntry, left: string, right: string): number {
  if (left === right) return 0;
  return callIntl(() => hostOf(entry).compare(left.toWellFormed(), right.toWellFormed()));
}

export const Collator = /* @__PURE__ */ makeConstructor(collators, {
  get compare(): unknown {
    return collators.bound(
      this,
      'compare',
      (entry) => (left: unknown, right: unknown) => compareStrings(entry, `${left}`, `${right}`),
    );
  },
});
