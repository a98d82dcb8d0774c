import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { promisify } from 'node:util';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import { confinementArguments } from './arguments.ts';
import { initDescriptor } from './program.ts';

/** The bubblewrap of this machine. */
export interface Bubblewrap {
  /** Its absolute path. */
  readonly file: string;
  /** A descriptor of the namespace's first process (`init/init.c`). */
  readonly init: number;
}

/** Where distributions put it. The PATH is not asked: what is found here runs with all the rights of the host. */
const CANDIDATES = ['/usr/bin/bwrap', '/bin/bwrap', '/usr/local/bin/bwrap', '/run/current-system/sw/bin/bwrap'];

/** Where the answer is for the worker threads that are started after it was found; descriptors are the process's. */
const SHARED = 'wasi-node:bubblewrap';

let found: Promise<Bubblewrap | undefined> | undefined;

/**
 * Finds bubblewrap and tries it out, once for a thread and the threads that it starts: it may be installed and still be
 * refused by the kernel (no user namespaces in a container, an AppArmor rule). Undefined where it cannot be used, and
 * on systems other than Linux.
 */
export function findBubblewrap(): Promise<Bubblewrap | undefined> {
  return (found ??= findShared());
}

async function findShared(): Promise<Bubblewrap | undefined> {
  const known = getEnvironmentData(SHARED) as { bubblewrap: Bubblewrap | undefined } | undefined;
  if (known !== undefined) return known.bubblewrap;
  const bubblewrap = await probe();
  setEnvironmentData(SHARED, { bubblewrap });
  return bubblewrap;
}

async function probe(): Promise<Bubblewrap | undefined> {
  if (process.platform !== 'linux') return undefined;
  const file = CANDIDATES.find(isExecutable);
  const init = file === undefined ? undefined : initDescriptor();
  if (file === undefined || init === undefined) return undefined;
  const nothing = { allowedPaths: [], deniedPaths: [], network: false, programs: [], searchPath: [] };
  const trial = [...confinementArguments(nothing), '--', '/bin/sh', '-c', 'exit 0'];
  try {
    await promisify(execFile)(file, trial, { timeout: 5000, env: {} });
    return { file, init };
  } catch {
    // Installed, but it does not work here: the same as not installed; 'required' reports it.
    return undefined;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
