import { join } from 'node:path';
import { locate } from './program.ts';
import { Running, serverFolder } from './running.ts';

/** A Redis server without persistence, on a port and on the Unix socket `redis.sock` of its folder. */
export function startRedis(): Promise<Running> {
  const folder = serverFolder();
  const options = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  return Running.start({
    file: locate('redis-server'),
    args: (port) => ['--port', String(port), '--unixsocket', join(folder, 'redis.sock'), ...options],
    folder,
  });
}
