/** Paths of Windows. https://nodejs.org/api/path.html */
import { workingDirectory } from '../process/cwd.ts';
import { validateString } from '../validators.ts';
import { formatPath, type PathObject } from './format.ts';
import { matchesGlob as matches } from './glob.ts';
import { basenameOf, lastPart, normalizeSegments } from './normalize.ts';

const isSeparator = (code: number): boolean => code === 47 || code === 92;
const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

/** The root of a path: its device (`C:`, `\\server\share`), its length, and whether the path is absolute. */
interface Root {
  device: string;
  length: number;
  absolute: boolean;
  isUnc: boolean;
}

function rootOf(path: string, devices = false): Root {
  const none = { device: '', length: 0, absolute: false, isUnc: false };
  if (path.length === 0) return none;
  if (isSeparator(path.charCodeAt(0))) {
    const plain = { device: '', length: 1, absolute: true, isUnc: false };
    if (path.length < 2 || !isSeparator(path.charCodeAt(1))) return plain;
    // \\server\share\: both names are there, each followed by what separates.
    const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)([\\/]*)/.exec(path);
    if (unc === null) return plain;
    const [whole, server, share, tail] = unc as unknown as [string, string, string, string];
    // Device names (`\\\\.\\COM1`) are no shares: resolving keeps what follows the first part.
    if (devices && (server === '.' || server === '?')) {
      return { device: `\\\\${server}`, length: 4, absolute: true, isUnc: true };
    }
    return {
      device: `\\\\${server}\\${share}`,
      length: whole.length - Math.max(tail.length - 1, 0),
      absolute: true,
      isUnc: true,
    };
  }
  if (isLetter(path.charCodeAt(0)) && path[1] === ':') {
    const absolute = path.length > 2 && isSeparator(path.charCodeAt(2));
    return { device: path.slice(0, 2), length: absolute ? 3 : 2, absolute, isUnc: false };
  }
  return none;
}

/** The working directory of a device: Windows keeps one for each, in variables like `=C:`. Here there is one for all. */
function directoryOf(device: string): string {
  const directory = workingDirectory();
  if (device === '') return directory;
  return directory.slice(0, 2).toLowerCase() === device.toLowerCase() && directory.charCodeAt(2) === 92
    ? directory
    : `${device}\\`;
}

/** Whether a name with a colon is that of a device, such as `CON:`. */
function isReserved(name: string): boolean {
  return /^(con|prn|aux|nul|(com|lpt)[1-9\xb9\xb2\xb3]):/i.test(name);
}

export function resolve(...paths: string[]): string {
  let device = '';
  let tail = '';
  let absolute = false;
  for (let i = paths.length - 1; i >= -1; i--) {
    let path: string;
    if (i >= 0) {
      path = paths[i] as string;
      validateString(path, `paths[${i}]`);
      if (path.length === 0) continue;
    } else path = directoryOf(device);
    const root = rootOf(path, true);
    if (root.device.length > 0) {
      if (device.length > 0) {
        if (root.device.toLowerCase() !== device.toLowerCase()) continue;
      } else device = root.device;
    }
    if (absolute) {
      if (device.length > 0) break;
    } else {
      tail = `${path.slice(root.length)}\\${tail}`;
      absolute = root.absolute;
      if (absolute && device.length > 0) break;
    }
  }
  tail = normalizeSegments(tail, !absolute, '\\', isSeparator);
  if (absolute) return `${device}\\${tail}`;
  return `${device}${tail}` || '.';
}

export function normalize(path: string): string {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  if (path.length === 1) return isSeparator(path.charCodeAt(0)) ? '\\' : path;
  const { device, length, absolute, isUnc } = rootOf(path, true);
  if (isUnc && length >= path.length && device.length > 3) return `${device}\\`;
  const rest = path.slice(length);
  let tail = normalizeSegments(rest, !absolute, '\\', isSeparator);
  if (tail.length === 0 && !absolute) tail = '.';
  if (tail.length > 0 && isSeparator(path.charCodeAt(path.length - 1))) tail += '\\';
  if (!absolute && device === '' && path.includes(':')) {
    // A relative path must not turn into one of a device (`.\C:` → `C:`).
    if (isLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === 58) return `.\\${tail}`;
    for (let colon = path.indexOf(':'); colon !== -1; colon = path.indexOf(':', colon + 1)) {
      if (colon === path.length - 1 || isSeparator(path.charCodeAt(colon + 1))) return `.\\${tail}`;
    }
  }
  if (isReserved(path)) return `.\\${device}${tail}`;
  return absolute ? `${device}\\${tail}` : `${device}${tail}`;
}

export function isAbsolute(path: string): boolean {
  validateString(path, 'path');
  return (
    isSeparator(path.charCodeAt(0)) ||
    (path.length > 2 && isLetter(path.charCodeAt(0)) && path[1] === ':' && isSeparator(path.charCodeAt(2)))
  );
}

export function join(...paths: string[]): string {
  const parts: string[] = [];
  for (const path of paths) {
    validateString(path, 'path');
    if (path.length > 0) parts.push(path);
  }
  const first = parts[0];
  if (first === undefined) return '.';
  let joined = parts.join('\\');
  // Only a first part that begins like a network path may make one: all other slashes at the start become one.
  const slashes = /^[\\/]*/.exec(joined)?.[0].length ?? 0;
  const isNetwork = /^[\\/]{2}[^\\/]/.test(first) || (/^[\\/]{2}$/.test(first) && parts.length === 1);
  if (!isNetwork && slashes >= 2) joined = `\\${joined.slice(slashes)}`;
  // What is said of devices is not touched.
  if (joined.split(/[\\/]+/).some(isReserved)) return joined.replaceAll('/', '\\');
  return normalize(joined);
}

export function relative(from: string, to: string): string {
  validateString(from, 'from');
  validateString(to, 'to');
  if (from === to) return '';
  const fromFull = resolve(from);
  const toFull = resolve(to);
  if (fromFull === toFull || fromFull.toLowerCase() === toFull.toLowerCase()) return '';
  // The root of a share ends with a separator; its name counts like others.
  const source = fromFull.split('\\').filter(Boolean);
  const target = toFull.split('\\').filter(Boolean);
  let common = 0;
  while (
    common < source.length &&
    common < target.length &&
    (source[common] as string).toLowerCase() === (target[common] as string).toLowerCase()
  ) {
    common++;
  }
  if (common === 0) return toFull;
  // The root of a share is a folder: its last separator is not part of its name.
  return [...source.slice(common).map(() => '..'), ...target.slice(common)].join('\\');
}

export function toNamespacedPath(path: string): string {
  if (typeof path !== 'string' || path.length === 0) return path;
  const resolved = resolve(path);
  if (resolved.length <= 2) return path;
  if (resolved.startsWith('\\\\')) {
    const third = resolved[2];
    if (third !== '?' && third !== '.') return `\\\\?\\UNC\\${resolved.slice(2)}`;
  } else if (isLetter(resolved.charCodeAt(0)) && resolved[1] === ':' && resolved[2] === '\\') {
    return `\\\\?\\${resolved}`;
  }
  return resolved;
}

export function dirname(path: string): string {
  validateString(path, 'path');
  if (path.length === 0) return '.';
  const { length, isUnc } = rootOf(path);
  if (isUnc && length >= path.length) return path;
  const { start } = lastPart(path, length, isSeparator);
  const end = start > length ? start - 1 : length;
  return end === 0 ? '.' : path.slice(0, end);
}

export function basename(path: string, suffix?: string): string {
  if (suffix !== undefined) validateString(suffix, 'suffix');
  validateString(path, 'path');
  const drive = path.length >= 2 && isLetter(path.charCodeAt(0)) && path[1] === ':' ? 2 : 0;
  return basenameOf(path, suffix, drive, isSeparator);
}

export function extname(path: string): string {
  validateString(path, 'path');
  const drive = path.length >= 2 && isLetter(path.charCodeAt(0)) && path[1] === ':' ? 2 : 0;
  const { end, dot } = lastPart(path, drive, isSeparator);
  return dot < 0 ? '' : path.slice(dot, end);
}

export function format(pathObject: PathObject): string {
  return formatPath('\\', pathObject);
}

export function parse(path: string): Required<PathObject> {
  validateString(path, 'path');
  if (path.length === 0) return { root: '', dir: '', base: '', ext: '', name: '' };
  const { length } = rootOf(path);
  const root = path.slice(0, length);
  const { start, end, dot } = lastPart(path, length, isSeparator);
  const dir = start > length ? path.slice(0, start - 1) : root;
  return {
    root,
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

export const sep = '\\';
export const delimiter = ';';
