/** What an entry file is. */
import { basename } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A script exports nothing; a tool's module exports its tools. @param code the file's text */
export function isScript(file: string, code: string): boolean {
  return parseSync(basename(file), code).module.staticExports.length === 0;
}
