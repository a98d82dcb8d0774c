/**
 * Writes the snapshot of the WIT package for its version, and the small component that shows that what was built for it keeps running
 * (`npm run wit:snapshot`). A version that is released stays as it was: then the package needs a new one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Snapshot, snapshotOf } from '../contract/versions/snapshot.ts';
import { readPackage } from '../contract/wit/read.ts';
import { buildAssemblyScript } from '../examples/assemblyscript/build.ts';

const folder = join(import.meta.dirname, '../test/contract/versions');

/** A snapshot as it is kept. */
export interface KeptSnapshot extends Snapshot {
  /** Components of others may have been built for it: it does not change any more. */
  released: boolean;
}

if (import.meta.main) {
  const snapshot = snapshotOf(readPackage());
  const file = join(folder, `${snapshot.version}.json`);
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as KeptSnapshot) : undefined;
  if (kept?.released === true) {
    console.error(`${snapshot.version} is released: give the package another version (docs/wit.md, "Versions")`);
    process.exitCode = 1;
  } else {
    await mkdir(folder, { recursive: true });
    const text: KeptSnapshot = { ...snapshot, released: false };
    await writeFile(file, `${JSON.stringify(text, undefined, 2)}\n`);
    const component = await buildAssemblyScript('echo');
    await writeFile(join(folder, `${snapshot.version}.wasm`), component);
    console.log(
      `${snapshot.version}: ${Object.keys(snapshot.interfaces).length} interfaces, a component of ${component.length} bytes`,
    );
  }
}
