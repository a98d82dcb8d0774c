/** Records what an invocation was asked for, as the entries of a token and a grant. */
import { realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';
import type { AuditEvent, AuthorizeRequest } from '../../../host-bridge/index.ts';
import { hostPattern } from '../program/hosts.ts';
import type { Needs } from '../program/suggestion.ts';

/** More files than that in one folder are taken for the folder. */
const MOST_SIBLINGS = 16;

/** See the file's head. */
export class Recorder {
  readonly #cwd: string;
  readonly #commands = new Set<string>();
  readonly #paths = new Set<string>();
  readonly #urls = new Set<string>();
  readonly #connections = new Set<string>();
  readonly #lookups = new Set<string>();
  readonly #listen = new Set<string>();
  /** What is denied even so: no token allows it, or none that is suggested. */
  readonly #denied = new Map<string, AuditEvent>();

  /** @param cwd the tool's working directory */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** To be the `authorize` hook: it is asked about everything that the token allows. */
  readonly authorize = ({ permission, resource, detail }: AuthorizeRequest): boolean => {
    switch (permission) {
      case 'ChildProcess':
        this.#commands.add(this.#commandName(resource));
        // Confined, a child sees the folder that it runs in only where the token allows it.
        if (detail?.kind === 'program' || detail?.kind === 'line') this.#paths.add(detail.cwd);
        break;
      case 'FileSystemRead':
      case 'FileSystemWrite':
        this.#paths.add(detail?.kind === 'path' ? detail.real : resolve(this.#cwd, resource));
        break;
      case 'Net':
        if (detail?.kind === 'request') this.#urls.add(hostPattern({ text: resource, whole: true }) ?? resource);
        else if (detail?.kind === 'listening') this.#listen.add(bracketed(resource));
        else if (detail?.kind === 'look-up') this.#lookups.add(resource);
        else this.#connections.add(bracketed(resource));
        break;
    }
    return true;
  };

  /** To be the `audit` hook. */
  readonly audit = (event: AuditEvent): void => {
    // A variable that makes a program load something else is not suggested: whoever means it names it.
    if (event.verdict === 'denied') this.#denied.set(`${event.permission} ${event.resource}`, event);
  };

  get denied(): AuditEvent[] {
    return [...this.#denied.values()];
  }

  /** What has been asked for so far. */
  needs(): Omit<Needs, 'tools' | 'variables'> {
    const hosts = [...this.#urls, ...this.#connections];
    // A look-up is allowed with whatever else is allowed of its name.
    const names = new Set(hosts.map(nameOf));
    const lookups = [...this.#lookups].filter((name) => !names.has(name.toLowerCase()));
    return {
      commands: [...this.#commands],
      paths: crowdsAsFolders([...this.#paths].filter((path) => path !== '/dev/null')),
      hosts: [...hosts, ...lookups],
      listen: [...this.#listen],
    };
  }

  /** A program's bare name where that leads to it, else its path. */
  #commandName(resource: string): string {
    if (!resource.includes('/')) return resource;
    const path = resolve(this.#cwd, resource);
    const name = basename(path);
    return realOf(path) === realOf(locate(name)) ? name : path;
  }
}

/** `host:port` as a pattern: an IPv6 address has brackets. */
function bracketed(resource: string): string {
  const [, host = '', port = ''] = /^(.*):([^:]*)$/.exec(resource) ?? [];
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : resource;
}

function nameOf(pattern: string): string {
  const url = URL.parse(pattern.includes('://') ? pattern : `tcp://${pattern}`);
  return url?.hostname.toLowerCase() ?? pattern;
}

function locate(name: string): string {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = join(folder, name);
    if (isAbsolute(folder) && realOf(file) !== undefined) return file;
  }
  return '';
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    // It is not there, so it is nothing that was run.
    return undefined;
  }
}

/** Many files of one folder as that folder. */
function crowdsAsFolders(paths: readonly string[]): string[] {
  const byFolder = Map.groupBy(paths, (path) => dirname(path));
  return [...byFolder].flatMap(([folder, files]) =>
    files.length > MOST_SIBLINGS && folder !== sep ? [folder] : files,
  );
}
