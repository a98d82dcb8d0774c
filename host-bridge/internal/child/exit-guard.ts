import type { HostProcess } from './process.ts';

const live = new Set<HostProcess>();

function killAll(): void {
  for (const process of live) process.kill();
}

/**
 * Has a process killed, with all that it left behind, if the host's process exits before it is gone. Children lead groups
 * of their own, so that nothing else would end them. (A host that a signal ends without `exit` has to see to that signal.)
 */
export function killOnExit(child: HostProcess): void {
  if (live.size === 0) process.on('exit', killAll);
  live.add(child);
  void child.gone.then(() => {
    live.delete(child);
    if (live.size === 0) process.off('exit', killAll);
  });
}
