import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { walkLinks } from '../paths/resolve.ts';
import type { PathRules } from '../paths.ts';

/**
 * Whether a guest can decide what `path` leads to: the file itself, or one of the links on the way, is under
 * `allowedPaths` (by an entry other than `/`) and the host's user may write it.
 * @param path absolute
 */
export function guestCanWrite(rules: PathRules, path: string): boolean {
  const { real, links } = walkLinks(path);
  return [real, ...links].some((place) => rules.holds(place) && hostCanWrite(rules, place));
}

/** Whether the host's user may change a file, or put another in its place. */
function hostCanWrite(rules: PathRules, place: string): boolean {
  if (process.getuid?.() === 0 || process.platform === 'win32') return true;
  for (let at = place; ; at = dirname(at)) {
    if (mayWrite(at)) return true;
    const parent = dirname(at);
    // Beyond the allowed folder only its own entry can be replaced, which takes writing the parent: not the guest's.
    if (parent === at || !rules.holds(parent)) return false;
  }
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    // Its owner may give itself the right; what does not exist yet, whoever may write the folder creates.
    return statSync(path, { throwIfNoEntry: false })?.uid === process.geteuid?.();
  }
}
