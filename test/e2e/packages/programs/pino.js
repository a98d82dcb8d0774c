import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';

/** Logs to a stream and to a file. */
export async function job({ folder }) {
  const lines = [];
  const options = { base: null, timestamp: false, redact: ['secret'], level: 'debug' };
  const log = pino(options, { write: (line) => lines.push(JSON.parse(line)) });
  log.info({ a: 1, secret: 'x' }, 'hello %s', 'world');
  log.child({ part: 'b' }).warn(new RangeError('bad'));
  log.trace('not this');
  const destination = pino.destination({ dest: join(folder, 'log'), sync: false });
  const toFile = pino(options, destination);
  for (let i = 0; i < 3; i++) toFile.debug({ i });
  await new Promise((resolve, reject) => {
    destination.on('close', resolve).on('error', reject);
    destination.end();
  });
  for (const line of lines) if (line.err) line.err.stack = typeof line.err.stack;
  return { lines, file: readFileSync(join(folder, 'log'), 'utf8') };
}
