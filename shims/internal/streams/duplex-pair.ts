/** `stream.duplexPair`. https://nodejs.org/api/stream.html#streamduplexpairoptions */
import { nextTick } from '../loop.ts';
import { Duplex, type DuplexConstructorOptions } from './duplex.ts';
import type { Callback } from './types.ts';

type Side = InstanceType<typeof Duplex> & { other?: Side; resumeOther: Callback | null };

/** Two streams: what is written to one is read from the other. */
export function duplexPair(
  options?: DuplexConstructorOptions,
): [InstanceType<typeof Duplex>, InstanceType<typeof Duplex>] {
  const make = (): Side => {
    const side = new Duplex({
      ...(options as object),
      read() {
        const resume = side.resumeOther;
        if (resume) {
          side.resumeOther = null;
          resume();
        }
      },
      write(chunk: unknown, _encoding, callback) {
        const other = side.other as Side;
        // An empty chunk would not be read, and nobody would go on.
        if ((chunk as { length?: number }).length === 0) nextTick(callback);
        else {
          other.push(chunk);
          other.resumeOther = callback;
        }
      },
      final(callback) {
        const other = side.other as Side;
        other.on('end', callback);
        other.push(null);
      },
    }) as Side;
    side.resumeOther = null;
    return side;
  };
  const first = make();
  const second = make();
  first.other = second;
  second.other = first;
  for (const side of [first, second]) {
    Object.defineProperty(side, 'other', { enumerable: false });
    Object.defineProperty(side, 'resumeOther', { enumerable: false });
  }
  return [first, second];
}
