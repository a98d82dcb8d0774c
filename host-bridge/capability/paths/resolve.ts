import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import { systemError } from '../denial.ts';

/** As many symbolic links as Linux follows in one path. */
const mostLinks = 40;

/**
 * Whether `path` is `root` or lies beneath it, by whole segments. Both are absolute and normalized.
 */
export function isWithin(path: string, root: string): boolean {
  if (path === root) return true;
  return path.startsWith(root.endsWith(sep) ? root : root + sep);
}

/**
 * Resolves the symbolic links of the deepest part of an absolute, normalized path that exists; the rest stays as it
 * is. A last component that is a dangling link leads to where its target would be, as it does for `open` with
 * `O_CREAT`.
 * @param followLast whether the last component's own link is followed
 * @throws Node's `ELOOP`
 */
export function realize(path: string, followLast: boolean): string {
  if (!followLast) {
    const parent = dirname(path);
    return parent === path ? path : join(realize(parent, true), basename(path));
  }
  try {
    return realpathSync.native(path);
  } catch {
    // A part is missing, is no directory, or may not be searched: which one, the walk finds out.
    return walkLinks(path).real;
  }
}

/**
 * Follows an absolute path component by component, as the kernel does, through what is missing as well.
 * @returns where it leads, and where each link lies that was followed
 * @throws Node's `ELOOP`
 */
export function walkLinks(path: string): { real: string; links: string[] } {
  const { root } = parse(path);
  let real = root;
  const rest = path.slice(root.length).split(sep).reverse();
  const links: string[] = [];
  for (let part = rest.pop(); part !== undefined; part = rest.pop()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      real = dirname(real);
      continue;
    }
    const next = join(real, part);
    const found = lookAt(next);
    // Beneath what is missing there is no link.
    if (found === 'missing') return { real: resolve(next, ...rest.reverse()), links };
    if (found === 'no link') {
      real = next;
      continue;
    }
    const { target } = found;
    links.push(next);
    if (links.length > mostLinks) throw systemError('ELOOP', { syscall: 'realpath', path });
    if (isAbsolute(target)) real = parse(target).root;
    rest.push(...target.split(sep).reverse());
  }
  return { real, links };
}

/** What is at a path; what cannot be looked at cannot be opened either, so it counts as missing. */
function lookAt(path: string): 'missing' | 'no link' | { target: string } {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return 'missing';
    return stats.isSymbolicLink() ? { target: readlinkSync(path) } : 'no link';
  } catch {
    return 'missing';
  }
}
