import { getTerminal } from 'zora:node/stdio@0.1.0';
import { environmentVariable } from '../process/environment.ts';

interface ColorStream {
  isTTY?: boolean;
  getColorDepth?(): number;
}

function isForced(): boolean | undefined {
  const force = environmentVariable('FORCE_COLOR');
  // As tty.WriteStream.getColorDepth reads it.
  return force === undefined ? undefined : ['', '1', '2', '3', 'true'].includes(force);
}

/**
 * Whether text for a stream is to be coloured: `FORCE_COLOR`, or a terminal of more than two colours.
 * @param stream a stream, or the name of one of the instance's own.
 */
export function shouldColorize(stream: ColorStream | 'stdout' | 'stderr' | null | undefined): boolean {
  const forced = isForced();
  if (forced !== undefined) return forced;
  if (typeof stream === 'string') {
    const terminal = getTerminal();
    return terminal[stream] && terminal.colorDepth > 2;
  }
  if (!stream?.isTTY) return false;
  return typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true;
}
