/** Source maps of a component's own code, kept beside it in the cache, and the guest's stacks in terms of the original files. */
import { dirname, resolve } from 'node:path';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type { Bundle } from './bundle.ts';
import { PACKAGE_ROOT } from './paths.ts';
import { readSealed, writeSealed } from './store.ts';

/** Source maps (JSON) by the names that the engine's frames have. */
type Maps = Record<string, string>;

const mapsName = (component: string) => `maps/${component}.json`;

/** The maps of a bundle's own modules, without the sources' text. */
function programMaps({ files }: Bundle): Maps {
  const maps: Maps = {};
  for (const [name, { map }] of files) {
    if (map === undefined || !name.startsWith('program/')) continue;
    const parsed = JSON.parse(map) as { sources: string[]; sourcesContent?: unknown };
    delete parsed.sourcesContent;
    // The bundler gives paths from where its output would be.
    parsed.sources = parsed.sources.map((source) => resolve(PACKAGE_ROOT, 'dist', dirname(name), source));
    maps[`/${name}`] = JSON.stringify(parsed);
  }
  return maps;
}

/** Keeps the maps of a component. @param component its SHA-256 */
export async function saveMaps(cache: string, component: string, bundle: Bundle): Promise<void> {
  await writeSealed(cache, mapsName(component), JSON.stringify(programMaps(bundle)));
}

/** Rewrites the frames of a guest's stack; frames of the shims are left out. */
export type StackMapper = (stack: string) => string;

/** The mapper of a component; without maps (another machine built it) it leaves stacks as they are. */
export async function loadStackMapper(cache: string, component: string): Promise<StackMapper> {
  const text = await readSealed(cache, mapsName(component));
  if (text === undefined) return (stack) => stack;
  const maps = new Map(Object.entries(JSON.parse(text) as Maps).map(([name, map]) => [name, new TraceMap(map)]));
  return (stack) =>
    stack
      .split('\n')
      .map((line) => mapFrame(line, maps))
      .filter((line) => line !== undefined)
      .join('\n');
}

/** A longer line is no frame of the engine's, and would take the expression below very long. */
const MAX_FRAME = 4096;
const FRAME = /^(\s+at )(.*?)\(?(\/[^():]+\.js):(\d+):(\d+)\)?$/;

function mapFrame(line: string, maps: ReadonlyMap<string, TraceMap>): string | undefined {
  const [, at, name = '', file = '', row, column] = (line.length <= MAX_FRAME && FRAME.exec(line)) || [];
  if (at === undefined) return line;
  const map = maps.get(file);
  // The guest can write what it likes into a stack, a line 0 too.
  if (map === undefined || Number(row) < 1 || Number(column) < 1) return undefined;
  const place = originalPositionFor(map, { line: Number(row), column: Number(column) - 1 });
  if (place.source === null) return undefined;
  const where = `${place.source}:${place.line}:${place.column + 1}`;
  const shown = name.trim();
  return shown === '' || shown === '<anonymous>' ? `${at}${where}` : `${at}${shown} (${where})`;
}
