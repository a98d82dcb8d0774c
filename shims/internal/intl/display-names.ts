/** `Intl.DisplayNames`: ECMA-402, section 12. */
import { text } from './options.ts';
import { makeConstructor, Service } from './service.ts';

const displayNames = new Service({
  name: 'DisplayNames',
  kind: 'display-names',
  objectOptions: true,
  options: { localeMatcher: text, style: text, type: text, fallback: text, languageDisplay: text },
});

export const DisplayNames = /* @__PURE__ */ makeConstructor(displayNames, {
  of(code: unknown) {
    const val = `${code}`.toWellFormed();
    return displayNames.call(this, 'of', (formatter) => formatter.format({ tag: 'text', val })) ?? undefined;
  },
});
