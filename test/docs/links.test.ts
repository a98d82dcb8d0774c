/** The links of the pages lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, ROOT } from './snippets/extract.ts';

/** The anchors of a page: its headings as GitHub names them, and those that are written out. */
function anchorsOf(text: string): Set<string> {
  const plain = text.replace(/^```.*?^```$/gms, '');
  const headings = [...plain.matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-'),
  );
  const written = [...plain.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return new Set([...headings, ...written]);
}

test.each(pages())('%s', (page) => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const plain = text.replace(/^```.*?^```$/gms, '').replace(/`[^`\n]*`/g, '');
  const broken: string[] = [];
  for (const [, target = ''] of plain.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^\w+:/.test(target)) continue;
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
    if (!existsSync(file)) broken.push(target);
    else if (anchor !== undefined && file.endsWith('.md') && !anchorsOf(readFileSync(file, 'utf8')).has(anchor))
      broken.push(target);
  }
  expect(broken).toEqual([]);
});
