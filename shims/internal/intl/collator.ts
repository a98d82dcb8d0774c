/** `Intl.Collator`: ECMA-402, section 10. */
import { defaultLocale } from 'zora:node/intl@0.1.0';
import { compareAscii, hasAsciiOrder } from './ascii-order.ts';
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

/** Gives which of two strings comes first: negative, 0 or positive. */
export type Compare = (left: string, right: string) => number;

/** The comparison of a formatter. */
export function makeCompare(entry: FormatterEntry): Compare {
  const plain = entry.options.length === 0 && hasAsciiOrder(entry.locales[0] ?? callIntl(defaultLocale));
  return (left, right) => {
    if (left === right) return 0;
    const order = plain ? compareAscii(left, right) : undefined;
    return order ?? callIntl(() => hostOf(entry).compare(left.toWellFormed(), right.toWellFormed()));
  };
}

export const Collator = /* @__PURE__ */ makeConstructor(collators, {
  get compare(): unknown {
    return collators.bound(this, 'compare', (entry) => {
      const compare = makeCompare(entry);
      return (left: unknown, right: unknown) => compare(`${left}`, `${right}`);
    });
  },
});
