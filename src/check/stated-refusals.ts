/** What the shims refuse within functions that otherwise work, read from their source: the text of each such error. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SHIMS_FOLDER, SOURCE_EXTENSION } from '../build/paths.ts';

const REFUSAL = /\b(?:ERR_FEATURE_UNAVAILABLE_ON_PLATFORM|refusal)\(\s*(?:'([^']+)'|"([^"]+)")/g;

/** The texts, sorted, each once. */
export function statedRefusals(): string[] {
  const found = new Set<string>();
  for (const file of readdirSync(SHIMS_FOLDER, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith(SOURCE_EXTENSION) || file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(SHIMS_FOLDER, file), 'utf8');
    for (const [, single, double] of text.matchAll(REFUSAL)) found.add((single ?? double) as string);
  }
  return [...found].sort();
}
