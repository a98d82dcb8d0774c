/** Names the files and lines of a program in the stacks of its errors. */
import { setFrameMapper } from '../errors/stack.ts';
import { locate } from './source-lines.ts';

/** A frame in evaluated code, as the engine writes it. */
const EVALUATED = /<input>:(\d+):(\d+)/;
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
  const match = EVALUATED.exec(line);
  // The others are the shims' and the engine's.
  if (match === null) return undefined;
  const place = locate(Number(match[1]));
  if (place === undefined) return undefined;
  const position = `${place.filename}:${place.line}:${match[2]}`;
  const name = /^\s+at (.*?) \(/.exec(line)?.[1];
  return name === undefined || name === '<anonymous>' || name === '<eval>'
    ? `    at ${position}`
    : `    at ${name} (${position})`;
}
