/** `fs.openAsBlob`. https://nodejs.org/api/fs.html#fsopenasblobpath-options */
import { Blob } from '../blob/blob.ts';
import { validateObject, validateString } from '../validators.ts';
import { run } from './completion.ts';
import { readPath } from './operations/whole-files.ts';
import { toPath } from './paths.ts';

/** The file's bytes as they are now: the blob does not follow the file. */
export function openAsBlob(path: unknown, options: unknown = {}): Promise<Blob> {
  validateObject(options, 'options');
  const { type = '' } = options as { type?: unknown };
  validateString(type, 'options.type');
  const checked = toPath(path);
  return run(() => new Blob([readPath(checked, 0) as Uint8Array<ArrayBuffer>], { type }));
}
