/** Paths of POSIX. https://nodejs.org/api/path.html */
import { workingDirectory } from '../process/cwd.ts';
import { validateString } from '../validators.ts';
import { formatPath, type PathObject } from './format.ts';
import { matchesGlob as matches } from './glob.ts';
import { basenameOf, lastPart, normalizeSegments } from './normalize.ts';

const SLASH = 47;

const isSeparator = (code: number): boolean => code === SLASH;

/** The path of `paths`, from right to left until it is absolute; the working directory is the start. */
export function resolve(...paths: string[]): string {
  if (paths.length === 0 || (paths.length === 1 && (paths[0] === '' || paths[0] === '.'))) {
    const directory = workingDirectory();
    if (directory.charCodeAt(0) === SLASH) return directory;
  }
  let resolved = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1 && !absolute; i--) {
    const path = i >= 0 ? (paths[i] as string) : workingDirectory();
    if (i >= 0) validateString(path, `paths[${i}]`);
    if (path.length === 0) continue;
    resolved = `${path}/${resolved}`;
    absolute = path.charCodeAt(0) === SLASH;
  }
  const normal = normalizeSegments(resolved, !absolute, '/', isSeparator);
  if (absolute) return `/${normal}`;
  return normal.length > 0 ? normal : '.';
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  const absolute = path.charCodeAt(0) === SLASH;
  const trailing = path.charCodeAt(path.length - 1) === SLASH;
  const normal = normalizeSegments(path, !absolute, '/', isSeparator);
  if (normal.length === 0) return absolute ? '/' : trailing ? './' : '.';
  return `${absolute ? '/' : ''}${normal}${trailing ? '/' : ''}`;
}

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return path.charCodeAt(0) === SLASH;
}

export function join(...paths: string[]): string {
  const parts: string[] = [];
  for (const path of paths) {
    validateString(path, 'path');
    if (path.length > 0) parts.push(path);
  }
  return parts.length === 0 ? '.' : normalize(parts.join('/'));
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  from = resolve(from);
  to = resolve(to);
  if (from === to) return '';
  const source = from.split('/').filter(Boolean);
  const target = to.split('/').filter(Boolean);
  let common = 0;
  while (common < source.length && common < target.length && source[common] === target[common]) common++;
  return [...source.slice(common).map(() => '..'), ...target.slice(common)].join('/');
}

export function toNamespacedPath<T>(path: T): T {
  return path;
}

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  const absolute = path.charCodeAt(0) === SLASH;
  // One separator goes with the last part; others before it stay.
  const end = lastPart(path, 1, isSeparator).start - 1;
  if (end < 1) return absolute ? '/' : '.';
  return absolute && end === 1 ? '//' : path.slice(0, end);
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  return basenameOf(path, suffix, 0, isSeparator);
}

export function extname(path: string): string {
  validateString(path, 'path');
  const { end, dot } = lastPart(path, 0, isSeparator);
  return dot < 0 ? '' : path.slice(dot, end);
}

export function format(pathObject: PathObject): string {
  return formatPath('/', pathObject);
}

export function parse(path: string): Required<PathObject> {
  validateString(path, 'path');
  if (path.length === 0) return { root: '', dir: '', base: '', ext: '', name: '' };
  const absolute = path.charCodeAt(0) === SLASH;
  const { start, end, dot } = lastPart(path, absolute ? 1 : 0, isSeparator);
  const dir = start > (absolute ? 1 : 0) ? path.slice(0, start - 1) : absolute ? '/' : '';
  return {
    root: absolute ? '/' : '',
    dir,
    base: path.slice(start, end),
    ext: dot < 0 ? '' : path.slice(dot, end),
    name: path.slice(start, dot < 0 ? end : dot),
  };
}

export function matchesGlob(path: string, pattern: string): boolean {
  validateString(path, 'path');
  validateString(pattern, 'pattern');
  return matches(path, pattern, isSeparator);
}

export const sep = '/';
export const delimiter = ':';
