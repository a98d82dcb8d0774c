import { Buffer } from '../buffer/buffer.ts';
import { instanceInfo } from '../instance.ts';
import { currentVariable } from './environment.ts';
import { machine } from './machine.ts';

const isWindows = () => instanceInfo().platform === 'win32';

/**
 * The home of the user: the program's `HOME` (`USERPROFILE` on Windows), else the host's.
 * @see https://nodejs.org/api/os.html#oshomedir
 */
export function homedir(): string {
  return currentVariable(isWindows() ? 'USERPROFILE' : 'HOME') || machine().home;
}

/**
 * The folder for temporary files, by the program's environment or the host's default.
 * @see https://nodejs.org/api/os.html#ostmpdir
 */
export function tmpdir(): string {
  if (isWindows()) {
    const path = currentVariable('TEMP') || currentVariable('TMP') || machine().temporary;
    return path.length > 1 && path.endsWith('\\') && !path.endsWith(':\\') ? path.slice(0, -1) : path;
  }
  const path = currentVariable('TMPDIR') || currentVariable('TMP') || currentVariable('TEMP') || '/tmp';
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** What `os.userInfo` gives. */
export interface UserInfo {
  uid: number;
  gid: number;
  username: string | Buffer;
  homedir: string | Buffer;
  shell: string | Buffer | null;
}

/**
 * The user: ids and home are the host user's, the name is withheld, and there is no shell.
 * @param options `encoding` of the texts, or `buffer`.
 * @see https://nodejs.org/api/os.html#osuserinfooptions
 */
export function userInfo(options?: { encoding?: unknown } | null): UserInfo {
  const encoding = typeof options === 'object' ? options?.encoding : undefined;
  const { userId: uid, groupId: gid, username, home } = machine();
  const text = (value: string): string | Buffer => {
    if (encoding === 'buffer') return Buffer.from(value);
    const usual = encoding === undefined || !Buffer.isEncoding(encoding as string);
    return usual ? value : Buffer.from(value).toString(encoding as BufferEncoding);
  };
  const info = { uid, gid, username: text(username), homedir: text(home), shell: isWindows() ? null : text('') };
  return Object.setPrototypeOf(info, null) as UserInfo;
}
