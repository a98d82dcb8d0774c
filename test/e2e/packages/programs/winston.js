import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import winston from 'winston';

/** Logs to a stream and to a file, in two formats. */
export async function job({ folder }) {
  const { combine, json, label, printf, splat, uncolorize } = winston.format;
  const written = [];
  const stream = new Writable({ write: (chunk, _, done) => done(null, written.push(String(chunk))) });
  const file = new winston.transports.File({ filename: join(folder, 'log'), format: json(), level: 'warn' });
  const log = winston.createLogger({
    level: 'debug',
    format: combine(splat(), label({ label: 'x' }), uncolorize()),
    transports: [
      new winston.transports.Stream({ stream, format: printf((i) => `${i.level} [${i.label}] ${i.message}`) }),
      file,
    ],
  });
  log.info('hello %s', 'world');
  log.child({ part: 'b' }).warn('careful', { detail: [1] });
  log.silly('not this');
  await new Promise((resolve, reject) => {
    file.on('finish', resolve).on('error', reject);
    log.end();
  });
  return {
    written,
    file: readFileSync(join(folder, 'log'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}
