/** Which line of the source each generated line came from. */
import { createRequire } from 'node:module';

/** Loaded with the first ES module. */
const require = createRequire(import.meta.url);

/** Decodes a source map to lines: item `i` is the source's line (from 1) of the generated line `i + 1`; gaps take the line before. */
export function lineMap(map: string, lineCount: number): Uint32Array {
  const { eachMapping, TraceMap } = require('@jridgewell/trace-mapping') as typeof import('@jridgewell/trace-mapping');
  const lines = new Uint32Array(lineCount);
  eachMapping(new TraceMap(map), ({ generatedLine, originalLine }) => {
    if (originalLine === null || generatedLine > lineCount) return;
    if (lines[generatedLine - 1] === 0) lines[generatedLine - 1] = originalLine;
  });
  let last = 1;
  for (let i = 0; i < lineCount; i++) lines[i] = last = lines[i] || last;
  return lines;
}
