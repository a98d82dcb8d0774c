import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { locate } from './program.ts';
import { Running, serverFolder } from './running.ts';

/** An MQTT broker that lets everybody in and keeps nothing. */
export function startMosquitto(): Promise<Running> {
  const folder = serverFolder();
  const file = join(folder, 'mosquitto.conf');
  return Running.start({
    file: locate('mosquitto'),
    args(port) {
      writeFileSync(
        file,
        `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_inflight_messages 0\nuser root\n`,
      );
      return ['-c', file];
    },
    folder,
  });
}
