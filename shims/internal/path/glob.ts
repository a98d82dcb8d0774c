/** `path.matchesGlob`. https://nodejs.org/api/path.html#pathmatchesglobpath-pattern */
import { normalizeSegments } from './normalize.ts';

/** Alternatives of `{a,b}`, expanded. */
function expandBraces(pattern: string): string[] {
  let depth = 0;
  let open = -1;
  const commas: number[] = [];
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    if (character === '\\') i++;
    else if (character === '{') {
      if (depth++ === 0) {
        open = i;
        commas.length = 0;
      }
    } else if (character === ',' && depth === 1) commas.push(i);
    else if (character === '}' && depth > 0 && --depth === 0 && commas.length > 0) {
      const before = pattern.slice(0, open);
      const after = expandBraces(pattern.slice(i + 1));
      const edges = [open, ...commas, i];
      return edges
        .slice(1)
        .flatMap((edge, n) => expandBraces(pattern.slice((edges[n] as number) + 1, edge)))
        .flatMap((middle) => after.map((end) => before + middle + end));
    }
  }
  return [pattern];
}

/** The source of a regular expression for one segment. */
function segmentSource(segment: string): string {
  let source = '';
  for (let i = 0; i < segment.length; i++) {
    const character = segment[i] as string;
    if (character === '*') source += '[^/]*?';
    else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = segment.indexOf(']', i + 2);
      if (end < 0) source += '\\[';
      else {
        const body = segment
          .slice(i + 1, end)
          .replace(/\\/g, '\\\\')
          .replace(/^!/, '^');
        source += `[${body}]`;
        i = end;
      }
    } else source += character.replace(/[\\^$.|+()[\]{}/-]/g, '\\$&');
  }
  // A leading dot is matched by a dot only.
  return /^[*?[]/.test(segment) ? `(?!\\.)${source}` : source;
}

function matches(path: string[], pattern: string[]): boolean {
  if (pattern.length === 0) return path.length === 0;
  const [first, ...rest] = pattern as [string, ...string[]];
  if (first === '**') {
    if (rest.length === 0) return path.every((segment) => !segment.startsWith('.'));
    for (let i = 0; i <= path.length; i++) {
      if (matches(path.slice(i), rest)) return true;
      if (path[i]?.startsWith('.')) return false;
    }
    return false;
  }
  if (path.length === 0) return false;
  return new RegExp(`^${segmentSource(first)}$`).test(path[0] as string) && matches(path.slice(1), rest);
}

/** Whether `path` fits `pattern`; `separators` are those of the platform. */
export function matchesGlob(path: string, pattern: string, isSeparator: (code: number) => boolean): boolean {
  const split = (text: string): string[] => {
    const absolute = text.length > 0 && isSeparator(text.charCodeAt(0));
    const segments = normalizeSegments(text, true, '/', isSeparator).split('/');
    return absolute ? ['', ...segments] : segments;
  };
  const target = split(path);
  return expandBraces(pattern).some((alternative) => matches(target, split(alternative)));
}
