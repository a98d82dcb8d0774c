/** Zora's domains as patterns of the grant's network. */
import { isIP } from 'node:net';
import { InvalidPattern, parsePattern } from '../../host-bridge/capability/network/pattern.ts';

/** Parts of a domain entry: `[scheme://]host[:port][/path]`. */
interface Entry {
  scheme: string | undefined;
  host: string;
  path: string;
}

function split(entry: string): Entry {
  const [, scheme, host = '', path = ''] = /^(?:([a-z*][a-z0-9+.*-]*):\/\/)?([^/]*)(\/.*)?$/i.exec(entry.trim()) ?? [];
  return { scheme: scheme === '*' ? undefined : scheme?.toLowerCase(), host, path };
}

/** A path's glob as a prefix; undefined where a `*` stands within it. */
function toPrefix(path: string): string | undefined {
  const prefix = path.replace(/\*+$/, '');
  return prefix.includes('*') ? undefined : prefix === '' ? '/' : prefix;
}

const isWholeHost = (path: string): boolean => /^\/?\*{0,2}$/.test(path);

/** An address, a block or the like has no names beneath it. */
const hasNamesBeneath = (host: string): boolean =>
  !host.includes('*') && !host.includes(':') && !host.startsWith('[') && isIP(host) === 0;

/** What is wrong with an entry. */
export type DomainProblem = { problem: string };

/** The patterns of an allowed entry, or what is wrong with it. They never cover more than the entry does. */
export function allowPatterns(entry: string): string[] | DomainProblem {
  const { scheme, host, path } = split(entry);
  if (scheme === undefined) {
    if (!isWholeHost(path)) return { problem: `"${entry}" has a path and no scheme` };
    return checked(entry, [host]);
  }
  const prefix = toPrefix(path);
  if (prefix === undefined) return { problem: `"${entry}" has "*" within its path` };
  return checked(entry, [`${scheme}://${host}${prefix}`]);
}

/**
 * The patterns of a denied entry, or what is wrong with it. They cover at least what the entry does: a denied host is denied with
 * every scheme and port, and with the names beneath it.
 */
export function denyPatterns(entry: string): string[] | DomainProblem {
  const { scheme, host, path } = split(entry);
  if (isWholeHost(path)) {
    return checked(entry, hasNamesBeneath(host) ? [host, `*.${host}`] : [host]);
  }
  if (scheme === undefined) return { problem: `"${entry}" has a path and no scheme` };
  const prefix = toPrefix(path);
  // `/admin*` is more than the prefix `/admin`, which ends at a segment.
  if (prefix === undefined || (path.endsWith('*') && !prefix.endsWith('/'))) {
    return { problem: `"${entry}" has "*" within a segment of its path` };
  }
  return checked(entry, [`${scheme}://${host}${prefix}`]);
}

function checked(entry: string, patterns: string[]): string[] | DomainProblem {
  try {
    for (const pattern of patterns) parsePattern(pattern);
    return patterns;
  } catch (error) {
    if (!(error instanceof InvalidPattern)) throw error;
    return { problem: `"${entry}" ${error.message}` };
  }
}
