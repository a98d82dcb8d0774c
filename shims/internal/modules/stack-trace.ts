/** Names the files and lines of a program in the stacks of its errors, and the shims' frames as Node names its own. */
import { setFrameMapper } from '../errors/stack.ts';
import { locate } from './source-lines.ts';

/** A frame as the engine writes it: in evaluated code, or in one of the component's modules. */
const FRAME = /^\s+at (?:(.*?) \()?(?:<input>|\/(?:shims\/)?([^():]+)\.js):(\d+):(\d+)\)?$/;

/** Makes `error.stack` name the program's files. */
export function installFrameMapper(): void {
  setFrameMapper((frames) =>
    frames
      .split('\n')
      .map(mapFrame)
      .filter((line) => line !== undefined)
      .join('\n'),
  );
}

function mapFrame(line: string): string | undefined {
  const match = FRAME.exec(line);
  // What is left is the engine's.
  if (match === null) return undefined;
  // By index: a program may have replaced the iterator of arrays, and this runs for its errors.
  const name = match[1];
  const module = match[2];
  const row = match[3];
  const column = match[4];
  const position = module === undefined ? evaluatedPlace(Number(row), column) : `node:${module}:${row}:${column}`;
  if (position === undefined) return undefined;
  return name === undefined || name === '<anonymous>' || name === '<eval>'
    ? `    at ${position}`
    : `    at ${name} (${position})`;
}

function evaluatedPlace(row: number, column: string | undefined): string | undefined {
  const place = locate(row);
  return place && `${place.filename}:${place.line}:${column}`;
}
