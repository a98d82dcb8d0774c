/** Durations and sizes as a policy writes them. What has no unit that is known here is refused: it is never taken for something else. */

const MILLISECONDS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const BYTES: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

function parse(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(text) ?? [];
  const key = unit.toLowerCase();
  const factor = Object.hasOwn(units, key) ? units[key] : undefined;
  if (number === '' || factor === undefined) return undefined;
  const value = Math.round(Number(number) * factor);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Milliseconds of `500ms`, `30s`, `5m`, `2h`, `1d`, `1w`; undefined for anything else. */
export const parseDuration = (text: string): number | undefined => parse(text, MILLISECONDS);

/** Bytes of `0`, `512kb`, `10mb`, `1gb` (units of 1024); undefined for anything else. */
export const parseSize = (text: string): number | undefined => parse(text, BYTES);
