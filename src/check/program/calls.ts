/** Functions whose arguments name commands, hosts, files and addresses: those of Node, and of packages that tools use in their place. */
import type { Reference } from './values.ts';

/** What the first argument of a function is. */
export type Meaning = 'program' | 'line' | 'node' | 'url' | 'host' | 'path' | 'two paths' | 'git';

const childProcess: Readonly<Record<string, Meaning>> = {
  spawn: 'program',
  spawnSync: 'program',
  execFile: 'program',
  execFileSync: 'program',
  exec: 'line',
  execSync: 'line',
  fork: 'node',
};

const http: Readonly<Record<string, Meaning>> = { request: 'url', get: 'url' };

/** Functions of `node:fs` whose first argument is no path. */
const NO_PATH =
  /^(?:f(?:chmod|chown|datasync|stat|sync|truncate|utimes)(?:Sync)?|close(?:Sync)?|(?:read|write)v?(?:Sync)?|promises|constants|(?:Read|Write)Stream|Stats|Dirent|Dir|FileReadStream|FileWriteStream|watchFile|unwatchFile|openAsBlob|_.*)$/;
const TWO_PATHS = /^(?:rename|copyFile|cp|link)(?:Sync)?$/;

function ofFs(name: string): Meaning | undefined {
  if (NO_PATH.test(name) || /^[A-Z]/.test(name)) return undefined;
  return TWO_PATHS.test(name) ? 'two paths' : 'path';
}

const PACKAGES: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
  execa: {
    '': 'program',
    execa: 'program',
    execaSync: 'program',
    execaNode: 'node',
    execaCommand: 'line',
    execaCommandSync: 'line',
    $: 'line',
  },
  'cross-spawn': { '': 'program', sync: 'program', spawn: 'program' },
  tinyexec: { x: 'program', exec: 'program', xSync: 'program' },
  'nano-spawn': { '': 'program' },
  zx: { $: 'line' },
  shelljs: { exec: 'line' },
  'simple-git': { '': 'git', simpleGit: 'git', gitP: 'git' },
  undici: { fetch: 'url', request: 'url', stream: 'url', Client: 'url', Pool: 'url' },
  'node-fetch': { '': 'url' },
  got: { '': 'url', get: 'url', post: 'url', put: 'url', delete: 'url', patch: 'url', stream: 'url' },
  ky: { '': 'url', get: 'url', post: 'url', put: 'url', delete: 'url', patch: 'url' },
  axios: { '': 'url', get: 'url', post: 'url', put: 'url', delete: 'url', patch: 'url' },
  superagent: { '': 'url', get: 'url', post: 'url', put: 'url', delete: 'url', patch: 'url' },
  ws: { '': 'url', WebSocket: 'url' },
};

/** What the first argument of a call of `reference` is; undefined for functions that are not known here. */
export function meaningOf({ from, path }: Reference): Meaning | undefined {
  // A method of what a call gave is no function of the module.
  if (path.includes('()')) return undefined;
  const name = path.join('.');
  if (from.kind === 'global')
    return path.length === 0 && /^(?:fetch|WebSocket|EventSource)$/.test(from.module) ? 'url' : undefined;
  if (from.kind === 'package') {
    const table = PACKAGES[from.module] ?? (/^fs-extra$|^graceful-fs$/.test(from.module) ? undefined : {});
    return table === undefined ? ofFs(name) : Object.hasOwn(table, name) ? table[name] : undefined;
  }
  switch (from.module) {
    case 'child_process':
      return Object.hasOwn(childProcess, name) ? childProcess[name] : undefined;
    case 'http':
    case 'https':
      return Object.hasOwn(http, name) ? http[name] : undefined;
    case 'dns':
    case 'dns/promises':
      return /^(?:promises\.)?(?:lookup|resolve\w*)$/.test(name) ? 'host' : undefined;
    case 'fs':
    case 'fs/promises':
      return ofFs(name.replace(/^promises\./, ''));
    default:
      return undefined;
  }
}

/** Functions of `node:net` and `node:tls` whose arguments are a port and a host, or an object with both. */
export function connects({ from, path }: Reference): boolean {
  return (
    from.kind === 'builtin' &&
    /^(?:net|tls)$/.test(from.module) &&
    /^(?:connect|createConnection)$/.test(path.join('.'))
  );
}

/** Whether a reference is what `createServer` gave. */
export function isServer({ from, path }: Reference): boolean {
  return (
    from.kind === 'builtin' && /^(?:net|http|https|tls)$/.test(from.module) && path.join('.') === 'createServer.()'
  );
}
