/** `path.format`. https://nodejs.org/api/path.html#pathformatpathobject */
import { validateObject } from '../validators.ts';

/** The parts of a path. */
export interface PathObject {
  root?: string;
  dir?: string;
  base?: string;
  name?: string;
  ext?: string;
}

/** The path of its parts; `dir` goes before `root`, `base` before `name` and `ext`. */
export function formatPath(separator: string, parts: PathObject): string {
  validateObject(parts, 'pathObject');
  const dir = parts.dir || parts.root;
  const extension = parts.ext ? `${parts.ext[0] === '.' ? '' : '.'}${parts.ext}` : '';
  const base = parts.base || `${parts.name || ''}${extension}`;
  if (!dir) return base;
  return dir === parts.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}
