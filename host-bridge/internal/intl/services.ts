/** The engine's own objects, by kind. */
import type * as Wit from '../../wit/zora-node-intl.d.ts';
import type { EnginePart } from './values.ts';

/** The methods of every kind: which of them an object has depends on its kind. */
export interface Service {
  resolvedOptions(): object;
  format?(...values: unknown[]): string;
  formatToParts?(...values: unknown[]): EnginePart[];
  formatRange?(start: unknown, end: unknown): string;
  formatRangeToParts?(start: unknown, end: unknown): EnginePart[];
  select?(value: number): string;
  selectRange?(start: number, end: number): string;
  compare?(left: string, right: string): number;
  of?(code: unknown): string | undefined;
}

interface ServiceConstructor {
  new (locales: readonly string[], options: object): Service;
  supportedLocalesOf(locales: readonly string[], options?: object): string[];
}

const NAMES: Record<Wit.Kind, string> = {
  collator: 'Collator',
  'date-time-format': 'DateTimeFormat',
  'display-names': 'DisplayNames',
  'duration-format': 'DurationFormat',
  'list-format': 'ListFormat',
  'number-format': 'NumberFormat',
  'plural-rules': 'PluralRules',
  'relative-time-format': 'RelativeTimeFormat',
  segmenter: 'Segmenter',
};

/** The engine's constructor of a kind. */
export function serviceOf(kind: Wit.Kind): ServiceConstructor {
  return (Intl as unknown as Record<string, ServiceConstructor>)[NAMES[kind]] as ServiceConstructor;
}
