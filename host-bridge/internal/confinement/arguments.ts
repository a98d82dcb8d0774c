import { lstatSync, realpathSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, sep } from 'node:path';

/** What a confined child may reach. All paths are absolute and free of links. */
export interface ConfinementRules {
  /** Writable, with everything beneath. */
  allowedPaths: readonly string[];
  /** Hidden, wherever they are. */
  deniedPaths: readonly string[];
  /** Whether the child shares the host's network. */
  network: boolean;
  /** The files of the programs that it is allowed to run; readable wherever they are. */
  programs: readonly string[];
  /** The folders of the host's PATH; readable wherever they are. */
  searchPath: readonly string[];
}

/** Folders that everybody writes to or that hold other programs' sockets. */
const SHARED_FOLDERS = ['/tmp', '/var/tmp', '/run'];

/** Parts of a new `/proc` that reach the whole system: a child of a host that runs as root could write there. */
const SYSTEM_WIDE = ['/proc/sys', '/proc/sysrq-trigger', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/acpi'];

/** Needed for name lookup where it is a link into `/run`. */
const RESOLVER = '/etc/resolv.conf';

/**
 * The `bwrap` arguments for `rules`, up to the command. The order matters: each mount covers those before it.
 *
 * - The whole system read-only; devices and `/proc` of its own, what is system-wide in it read-only; empty and private: `/tmp`, `/var/tmp`, `/run` and the
 *   host user's home, where keys and other people's sockets are. What lies there of the allowed programs is put back.
 * - Each allowed path writable (with `/`, the system is). One that lies in another is left out: its name could have been turned into a link by a
 *   child that may write there.
 * - Each denied path that exists covered: a folder by an empty one, a file by the null device. The folders between it
 *   and the allowed path are mounted onto themselves, because what is mounted cannot be renamed: a child could
 *   otherwise move the parent away and with it the name that is denied.
 */
export function confinementArguments(rules: ConfinementRules): string[] {
  const roots = outermost(rules.allowedPaths).filter(exists);
  // Where all is allowed, devices and `/proc` are its own all the same.
  const args = [roots.includes('/') ? '--bind' : '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'];
  for (const path of SYSTEM_WIDE) args.push('--ro-bind-try', path, path);
  const hidden = outermost([...SHARED_FOLDERS, ...homeFolders()]).filter(
    (folder) => exists(folder) && !roots.some((root) => isWithin(folder, root)),
  );
  for (const folder of hidden) args.push('--tmpfs', folder);
  for (const path of outermost([...programFolders(rules), ...(rules.network ? resolverFile() : [])])) {
    if (hidden.some((folder) => path !== folder && isWithin(path, folder))) args.push('--ro-bind', path, path);
  }
  for (const root of roots) if (root !== '/') args.push('--bind', root, root);
  for (const denied of outermost(rules.deniedPaths)) {
    if (denied !== '/') args.push(...maskArguments(denied, roots));
  }
  args.push('--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--cap-drop', 'ALL');
  if (!rules.network) args.push('--unshare-net');
  args.push('--die-with-parent', '--new-session');
  return args;
}

function maskArguments(denied: string, roots: readonly string[]): string[] {
  if (!exists(denied)) return [];
  const args: string[] = [];
  const root = roots.find((candidate) => isWithin(denied, candidate));
  if (root !== undefined) {
    for (const folder of between(root, denied)) args.push('--bind', folder, folder);
  }
  if (lstatSync(denied).isDirectory()) args.push('--perms', '0555', '--tmpfs', denied, '--remount-ro', denied);
  else args.push('--ro-bind', '/dev/null', denied);
  return args;
}

/** The folders below `root` that lead to `path`, outermost first, without either. */
function between(root: string, path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== root && isWithin(folder, root); folder = dirname(folder)) {
    folders.unshift(folder);
  }
  return folders;
}

function resolverFile(): string[] {
  try {
    return [realpathSync(RESOLVER)];
  } catch {
    // No resolver to keep: names are looked up in another way, or not at all.
    return [];
  }
}

function homeFolders(): string[] {
  const folders = new Set([homedir(), userInfo().homedir].filter((folder) => folder.startsWith(sep) && folder !== '/'));
  return [...folders].filter(exists).map((folder) => realpathSync(folder));
}

/**
 * What a program needs beside itself: the installation that it lies in (`…/node/v24` of `…/node/v24/bin/node`). A folder
 * right below a home (`~/.local`, `~/.cargo`) holds more than programs: of these only the file.
 */
function programFolders({ programs, searchPath }: ConfinementRules): string[] {
  const homes = homeFolders();
  const installations = programs.filter(exists).map((program) => {
    const file = realpathSync(program);
    const folder = dirname(file);
    const installation = dirname(folder);
    const broad = homes.some((home) => isWithin(home, dirname(installation))) || dirname(installation) === '/';
    return basename(folder) === 'bin' && !broad ? installation : file;
  });
  return [...installations, ...searchPath.filter((folder) => folder.startsWith(sep) && exists(folder))];
}

/** The paths that lie in none of the others. */
function outermost(paths: readonly string[]): string[] {
  return paths.filter(
    (path, index) =>
      !paths.some((other, at) => at !== index && isWithin(path, other) && (path !== other || at < index)),
  );
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(folder + sep);
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // In a folder that the host's user may not look into: the child may not either.
    return false;
  }
}
