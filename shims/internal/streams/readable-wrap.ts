/** `readable.wrap`: an old stream as a source. https://nodejs.org/api/stream.html#readablewrapstream */
import { destroyer, errorOrDestroy } from './destroy.ts';
import type { NodeStream } from './types.ts';

type Wrapper = NodeStream & { push(chunk: unknown): boolean; _read(): void };
type Old = NodeStream & Record<string, unknown>;

export function wrap(this: Wrapper, old: Old): Wrapper {
  let paused = false;
  old.on('data', (chunk: unknown) => {
    if (!this.push(chunk) && typeof old.pause === 'function') {
      paused = true;
      old.pause();
    }
  });
  old.on('end', () => this.push(null));
  old.on('error', (error: Error) => errorOrDestroy(this, error));
  old.on('close', () => destroyer(this));
  old.on('destroy', () => destroyer(this));
  this._read = () => {
    if (paused && typeof old.resume === 'function') {
      paused = false;
      old.resume();
    }
  };
  // Whatever else the old stream can do is done by it.
  for (const name of Object.keys(old)) {
    const value = old[name];
    const own = this as unknown as Record<string, unknown>;
    if (own[name] === undefined && typeof value === 'function') own[name] = value.bind(old);
  }
  return this;
}
