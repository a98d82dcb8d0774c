/** The object `Intl`: ECMA-402, section 8. */
import { canonicalLocales, supportedValuesOf } from 'zora:node/intl@0.1.0';
import { Collator } from './collator.ts';
import { DateTimeFormat } from './date-time-format.ts';
import { DisplayNames } from './display-names.ts';
import { DurationFormat } from './duration-format.ts';
import { callIntl } from './host.ts';
import { ListFormat } from './list-format.ts';
import { Locale } from './locale.ts';
import { toLocaleList } from './locale-list.ts';
import { NumberFormat } from './number-format.ts';
import { PluralRules } from './plural-rules.ts';
import { installPrototypes } from './prototypes.ts';
import { defineMembers, defineTag } from './receiver.ts';
import { RelativeTimeFormat } from './relative-time-format.ts';
import { Segmenter } from './segmenter.ts';

/** Makes `Intl`, and puts the methods of other objects in place that go with it. */
export function makeIntl(): object {
  const intl = {};
  defineMembers(intl, {
    getCanonicalLocales(locales: unknown) {
      const list = toLocaleList(locales);
      return callIntl(() => canonicalLocales(list));
    },
    supportedValuesOf(key: unknown) {
      const name = `${key}`.toWellFormed();
      return callIntl(() => supportedValuesOf(name));
    },
    DateTimeFormat,
    NumberFormat,
    Collator,
    PluralRules,
    RelativeTimeFormat,
    ListFormat,
    Locale,
    DisplayNames,
    Segmenter,
    DurationFormat,
  });
  defineTag(intl, 'Intl');
  installPrototypes();
  return intl;
}
