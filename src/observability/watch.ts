/** Reads what the monitors of the user's processes say. */
import { readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ActivitySnapshot } from './activity.ts';
import { runtimeFolder } from './runtime-folder.ts';

const PATIENCE_MS = 2000;

/** One snapshot of each sandbox that is monitored, in the order of processes. A process that hangs is left out. */
export async function takeSnapshots(folder: string = runtimeFolder()): Promise<ActivitySnapshot[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const sockets = names.filter((name) => name.endsWith('.sock')).map((name) => join(folder, name));
  const snapshots = await Promise.all(sockets.map(takeSnapshot));
  return snapshots.filter((one) => one !== undefined).sort((a, b) => a.pid - b.pid);
}

async function takeSnapshot(path: string): Promise<ActivitySnapshot | undefined> {
  const socket = connect(path);
  const { promise, resolve, reject } = Promise.withResolvers<string | undefined>();
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
  socket.on('error', reject).on('close', () => resolve(undefined));
  // The interface hands the socket's errors on as its own.
  const lines = createInterface({ input: socket }).once('line', resolve).on('error', reject);
  try {
    const line = await promise;
    return line === undefined ? undefined : (JSON.parse(line) as ActivitySnapshot);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Nobody listens any more: its process was killed.
    if (code === 'ECONNREFUSED') await rm(path, { force: true });
    else if (code !== 'ENOENT' && code !== 'ECONNRESET') throw error;
    return undefined;
  } finally {
    clearTimeout(timer);
    lines.close();
    socket.destroy();
  }
}
