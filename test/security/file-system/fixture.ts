import type { AuditEvent } from '../../../host-bridge/audit.ts';
import type { AuthorityOptions } from '../../../host-bridge/capability/authority.ts';
import { FileSystem } from '../../../host-bridge/file-system.ts';
import { authorityOf } from '../capability/fixture.ts';

/** The host's files for a token of these fields, and what the audit heard. */
export function fileSystemOf(
  fields: Record<string, unknown>,
  options: Omit<AuthorityOptions, 'token'> = {},
): { files: FileSystem; fs: FileSystem['imports']; events: AuditEvent[] } {
  const { authority, events } = authorityOf(fields, options);
  const files = new FileSystem(authority);
  return { files, fs: files.imports, events };
}

/** The tag of the WIT error that a call ends with, with the code of a system error; `none` where it succeeds. */
export async function outcome(call: () => unknown): Promise<string> {
  try {
    await call();
    return 'none';
  } catch (error) {
    const { payload } = error as { payload?: { tag: string; val?: { code?: string } } };
    if (payload === undefined) throw error;
    return payload.tag === 'system' ? (payload.val?.code ?? '') : payload.tag;
  }
}
