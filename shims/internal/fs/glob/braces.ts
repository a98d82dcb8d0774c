/** `{a,b}` and `{1..3}`, expanded as a shell does it. */

/** The end of the brace that begins at `start`, and its commas; undefined where it has none. */
function findBrace(pattern: string, start: number): { end: number; commas: number[] } | undefined {
  const commas: number[] = [];
  let depth = 0;
  for (let i = start; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === '\\') i++;
    else if (character === '{') depth++;
    else if (character === ',' && depth === 1) commas.push(i);
    else if (character === '}' && --depth === 0) return { end: i, commas };
  }
  return undefined;
}

const MOST_IN_RANGE = 10_000;

function range(body: string): string[] | undefined {
  const [, from, to, step = '1'] = /^(-?\d+)\.\.(-?\d+)(?:\.\.(-?\d+))?$/.exec(body) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const start = Number(from);
  const end = Number(to);
  const size = Math.max(1, Math.abs(Number(step)));
  const width = /^-?0\d/.test(from) || /^-?0\d/.test(to) ? Math.max(from.length, to.length) : 0;
  const items: string[] = [];
  for (let n = start; start <= end ? n <= end : n >= end; n += start <= end ? size : -size) {
    if (items.length >= MOST_IN_RANGE) break;
    items.push(n < 0 ? `-${String(-n).padStart(width - 1, '0')}` : String(n).padStart(width, '0'));
  }
  return items;
}

/** Every pattern without braces that `pattern` stands for. */
export function expandBraces(pattern: string): string[] {
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++;
    if (pattern[i] !== '{') continue;
    const brace = findBrace(pattern, i);
    if (brace === undefined) continue;
    const { end, commas } = brace;
    const edges = [i, ...commas, end];
    const alternatives =
      commas.length > 0
        ? edges.slice(1).flatMap((edge, n) => expandBraces(pattern.slice((edges[n] as number) + 1, edge)))
        : range(pattern.slice(i + 1, end));
    if (alternatives === undefined) continue;
    const before = pattern.slice(0, i);
    const after = expandBraces(pattern.slice(end + 1));
    return alternatives.flatMap((middle) => after.map((rest) => before + middle + rest));
  }
  return [pattern];
}
