/** `Intl.ListFormat`: ECMA-402, section 14. */
import type { Operand } from 'zora:node/intl@0.1.0';
import { toParts } from './operands.ts';
import { text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

const listFormats = new Service({
  name: 'ListFormat',
  kind: 'list-format',
  objectOptions: true,
  options: { localeMatcher: text, type: text, style: text },
});

/** @throws TypeError for what is not iterable, and for an item that is no string */
function items(list: unknown): Operand {
  const strings: string[] = [];
  for (const item of list === undefined ? [] : (list as Iterable<unknown>)) {
    if (typeof item !== 'string') throw new TypeError(`Iterable yielded ${String(item)} which is not a string`);
    strings.push(item.toWellFormed());
  }
  return { tag: 'texts', val: strings };
}

export const ListFormat = /* @__PURE__ */ makeConstructor(listFormats, {
  format(list: unknown) {
    const operand = items(list);
    return listFormats.call(this, 'format', (formatter) => formatter.format(operand));
  },
  formatToParts(list: unknown) {
    const operand = items(list);
    return toParts(listFormats.call(this, 'formatToParts', (formatter) => formatter.formatToParts(operand)));
  },
});
