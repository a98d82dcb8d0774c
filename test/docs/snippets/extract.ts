/** The snippets of the project's pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../../..');

/** A fenced block of code that can be run. */
export interface Snippet {
  /** Of the page, from the project's folder. */
  page: string;
  /** Of its first line. */
  line: number;
  language: 'ts' | 'js' | 'sh';
  code: string;
  /** Why it is not run, where its fence says so (`sh not-run: reason`). */
  notRun: string | undefined;
}

/** Every page: those of the project's folder, of `docs/` and of `examples/`. */
export function pages(): string[] {
  const markdown = (folder: string): string[] =>
    readdirSync(join(ROOT, folder), { recursive: folder !== '.', withFileTypes: true })
      .filter((item) => item.isFile() && item.name.endsWith('.md'))
      .map((item) => relative(ROOT, join(item.parentPath, item.name)));
  return ['.', 'docs', 'examples'].flatMap(markdown).sort();
}

/** The snippets of a page. */
export function snippetsOf(page: string): Snippet[] {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const found: Snippet[] = [];
  for (const match of text.matchAll(/^```(\w+)([^\n]*)\n(.*?)^```$/gms)) {
    const [, language = '', info = '', code = ''] = match;
    if (language !== 'ts' && language !== 'js' && language !== 'sh') continue;
    const notRun = /^ not-run: (.+)$/.exec(info)?.[1];
    const line = text.slice(0, match.index).split('\n').length + 1;
    found.push({ page, line, language, code, notRun });
  }
  return found;
}
