import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { TarArchive } from 'archiver';
import { watch } from 'chokidar';
import dotenv from 'dotenv';
import fg from 'fast-glob';
import fs from 'fs-extra';
import { glob } from 'glob';
import pino from 'pino';
import * as tar from 'tar';
import winston from 'winston';

const failure = (emitter) => new Promise((_, reject) => emitter.on('error', reject));

/** What each package does first in a folder of its user's. */
const STEPS = {
  glob: (folder) => glob('**', { cwd: folder }),
  'fast-glob': (folder) => fg('**', { cwd: folder }),
  'fs-extra': (folder) => fs.outputFile(join(folder, 'x', 'y'), ''),
  chokidar: (folder) => failure(watch(folder)),
  tar: (folder) => tar.extract({ file: join(folder, 'x.tar'), cwd: folder }),
  archiver(folder) {
    const archive = new TarArchive();
    const written = archive.pipe(createWriteStream(join(folder, 'x.tar')));
    void archive.finalize();
    return failure(written);
  },
  dotenv(folder) {
    const { error } = dotenv.config({ path: join(folder, '.env'), quiet: true });
    if (error) throw error;
  },
  pino: (folder) => failure(pino.destination({ dest: join(folder, 'log'), sync: false })),
  winston: (folder) => failure(new winston.transports.File({ filename: join(folder, 'log') })),
};

/** Has a package reach into a folder that the token does not allow. */
export async function job({ step, elsewhere }) {
  return { found: await STEPS[step](elsewhere) };
}
