import { existsSync } from 'node:fs';

/**
 * Whether a path is in the `/proc` folder of this very process or of one of its threads. Its memory, descriptors and
 * environment are never a guest's, whatever paths its token allows.
 */
export function isOfHostProcess(path: string): boolean {
  const [, id] = /^\/proc\/(self|thread-self|\d+)(?:\/|$)/.exec(path) ?? [];
  if (id === undefined) return false;
  return !/^\d/.test(id) || Number(id) === process.pid || existsSync(`/proc/self/task/${id}`);
}
