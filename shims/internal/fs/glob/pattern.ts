/** Glob patterns, taken apart. */
import { expandBraces } from './braces.ts';
import { fits, globstar, parseSegment, type Segment } from './segment.ts';

/** A pattern without braces. */
export interface Pattern {
  readonly absolute: boolean;
  /** It begins with `.` or `..`: links to directories are looked into. */
  readonly dotted: boolean;
  /** It ends with a separator. */
  readonly directories: boolean;
  readonly segments: readonly Segment[];
}

/** Takes out what says nothing: empty segments, `.`, a segment before `..`, a second `**`. */
function simplify(segments: string[]): string[] {
  const simple: string[] = [];
  for (const segment of segments) {
    const last = simple.at(-1);
    if (segment === '' || segment === '.' || (segment === '**' && last === '**')) continue;
    if (segment === '..' && last !== undefined && last !== '..' && last !== '**') simple.pop();
    else simple.push(segment);
  }
  return simple;
}

/** Every pattern that `text` stands for. A backslash is a separator, on every system: nothing can be escaped. */
export function parsePatterns(text: string): Pattern[] {
  return expandBraces(text.replaceAll('\\', '/')).map((pattern) => {
    const segments = pattern.split('/');
    return {
      absolute: pattern.startsWith('/'),
      dotted: segments[0] === '.' || segments[0] === '..',
      directories: pattern.endsWith('/'),
      segments: simplify(segments).map(parseSegment),
    };
  });
}

function fitFrom(names: readonly string[], at: number, segments: readonly Segment[], from: number): boolean {
  for (let i = from, n = at; ; i++, n++) {
    const segment = segments[i];
    if (segment === undefined) return n === names.length;
    if (segment === globstar) {
      for (let rest = n; rest <= names.length; rest++) {
        if (fitFrom(names, rest, segments, i + 1)) return true;
        if (names[rest]?.startsWith('.')) return false;
      }
      return false;
    }
    const name = names[n];
    if (name === undefined || !fits(segment, name)) return false;
  }
}

/** Whether a whole path fits a pattern. */
export function fitsPath(path: string, pattern: Pattern): boolean {
  if (path.startsWith('/') !== pattern.absolute) return false;
  return fitFrom(path.split('/').filter(Boolean), 0, pattern.segments, 0);
}
