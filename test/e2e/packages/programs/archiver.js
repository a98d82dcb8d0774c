import { createReadStream, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { TarArchive, ZipArchive } from 'archiver';
import * as tar from 'tar';

/** Makes a zip and a tar of files, strings and streams. */
export async function job({ folder }) {
  const at = (...parts) => join(folder, ...parts);
  mkdirSync(at('in'));
  writeFileSync(at('in/file.txt'), 'file'.repeat(10_000));
  const entries = [];
  for (const [name, archive] of [
    ['x.zip', new ZipArchive()],
    ['x.tar.gz', new TarArchive({ gzip: true })],
  ]) {
    archive.on('entry', (entry) => entries.push(`${name} ${entry.name}`));
    archive.append('text', { name: 'text.txt' });
    archive.append(createReadStream(at('in/file.txt')), { name: 'stream.txt' });
    archive.directory(at('in'), 'folder');
    const written = pipeline(archive, createWriteStream(at(name)));
    await archive.finalize();
    await written;
  }
  const zip = readFileSync(at('x.zip'));
  const listed = [];
  await tar.list({ file: at('x.tar.gz'), onReadEntry: ({ path, size }) => listed.push(`${path} ${size}`) });
  return {
    entries: entries.sort(),
    listed: listed.sort(),
    signature: zip.subarray(0, 4).toString('hex'),
    end: zip.subarray(-22, -18).toString('hex'),
    count: zip.readUInt16LE(zip.length - 12),
  };
}
