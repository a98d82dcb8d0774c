/** Resolving `.` and `..` in a path. */

/**
 * The segments of `path` with `.` and `..` taken out.
 * @param allowAboveRoot whether leading `..` stay (a relative path).
 */
export function normalizeSegments(
  path: string,
  allowAboveRoot: boolean,
  separator: string,
  isSeparator: (code: number) => boolean,
): string {
  const kept: string[] = [];
  let start = 0;
  for (let i = 0; i <= path.length; i++) {
    if (i < path.length && !isSeparator(path.charCodeAt(i))) continue;
    const segment = path.slice(start, i);
    start = i + 1;
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop();
    else if (allowAboveRoot) kept.push('..');
  }
  return kept.join(separator);
}

/** The last part of a path: where it starts and ends, without trailing separators; and where its extension starts. */
export function lastPart(
  path: string,
  from: number,
  isSeparator: (code: number) => boolean,
): { start: number; end: number; dot: number } {
  let end = path.length;
  while (end > from && isSeparator(path.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > from && !isSeparator(path.charCodeAt(start - 1))) start--;
  const base = path.slice(start, end);
  const dot = base.lastIndexOf('.');
  // A dot at the start makes a hidden file, and `..` has no extension.
  return { start, end, dot: dot <= 0 || base === '..' ? -1 : start + dot };
}

/** `path.basename` of the part from `from` on. */
export function basenameOf(
  path: string,
  suffix: string | undefined,
  from: number,
  isSeparator: (code: number) => boolean,
): string {
  if (suffix !== undefined && suffix.length > 0 && suffix.length <= path.length && suffix === path) return '';
  const { start, end } = lastPart(path, from, isSeparator);
  const base = path.slice(start, end);
  // Of separators alone Node gives all of them, where it looks for a suffix.
  if (suffix && base === '' && suffix.length <= path.length) return path.slice(from);
  if (suffix && base !== suffix && base.endsWith(suffix)) return base.slice(0, base.length - suffix.length);
  return base;
}
