import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AuditEvent } from '../../../host-bridge/audit.ts';
import { type Authority, type AuthorityOptions, createAuthority } from '../../../host-bridge/capability/authority.ts';
import { AccessDenied } from '../../../host-bridge/capability/denial.ts';

/** A folder of its own, real and absolute, that is removed at the end. */
export class Folder {
  readonly path: string = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-')));

  at(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  directory(path: string): string {
    mkdirSync(this.at(path), { recursive: true });
    return this.at(path);
  }

  file(path: string, content = path): string {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    writeFileSync(this.at(path), content);
    return this.at(path);
  }

  script(path: string, body: string): string {
    const file = this.file(path, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }

  link(path: string, target: string): string {
    mkdirSync(dirname(this.at(path)), { recursive: true });
    symlinkSync(target, this.at(path));
    return this.at(path);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A token that is valid for a minute. */
export function tokenOf(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const now = Date.now();
  return {
    jobId: 'job',
    allowedPaths: [],
    deniedPaths: [],
    allowedCommands: [],
    allowedTools: [],
    maxExecutionTime: 60_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 60_000),
    ...fields,
  };
}

/** An authority and the events that it recorded. */
export function authorityOf(
  fields: Record<string, unknown>,
  options: Omit<AuthorityOptions, 'token'> = {},
): { authority: Authority; events: AuditEvent[] } {
  const events: AuditEvent[] = [];
  const authority = createAuthority({ audit: (event) => events.push(event), ...options, token: tokenOf(fields) });
  return { authority, events };
}

/** What a call was denied for; undefined when it was not. Other errors are thrown on. */
export function denialOf(call: () => unknown): AccessDenied | undefined {
  try {
    call();
    return undefined;
  } catch (error) {
    if (error instanceof AccessDenied) return error;
    throw error;
  }
}
