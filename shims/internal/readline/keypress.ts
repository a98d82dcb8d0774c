/**
 * The event `keypress` of an input stream.
 *
 * https://nodejs.org/api/readline.html#readlineemitkeypresseventsstream-interface
 */
import { StringDecoder } from '../../string_decoder.ts';
import { type LoopHandle, setLoopTimer } from '../loop.ts';
import { ESCAPE } from './ansi.ts';
import { KeyParser } from './keys.ts';
import { charLengthAt } from './text.ts';

/** Milliseconds that an escape may be away from the rest of its sequence, as in GNU readline. */
export const ESCAPE_CODE_TIMEOUT = 500;

/** What is needed of an input stream. */
export interface KeyInput {
  on(event: string, listener: (...args: never[]) => void): unknown;
  removeListener(event: string, listener: (...args: never[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
  listenerCount(event: string): number;
}

/** What an interface is told while its keys come. */
export interface KeyInterface {
  escapeCodeTimeout?: number;
  isCompletionEnabled?: boolean;
  _sawKeyPress?: boolean;
}

const prepared = /* @__PURE__ */ new WeakSet<object>();

/** Makes a stream emit `keypress` for what it reads, as long as anybody listens. */
export function emitKeypressEvents(stream: KeyInput, iface: KeyInterface = {}): void {
  if (prepared.has(stream)) return;
  prepared.add(stream);
  const decoder = new StringDecoder('utf8');
  const parser = new KeyParser((text, key) => stream.emit('keypress', text, key));
  const { escapeCodeTimeout = ESCAPE_CODE_TIMEOUT } = iface;
  let timer: LoopHandle | undefined;

  function onData(input: Uint8Array | string): void {
    if (stream.listenerCount('keypress') === 0) {
      stream.removeListener('data', onData);
      stream.on('newListener', onNewListener);
      return;
    }
    const text = decoder.write(input as Buffer);
    if (text === '') return;
    timer?.close();
    timer = undefined;
    iface._sawKeyPress = charLengthAt(text, 0) === text.length;
    // Of what was pasted, tabs are text.
    iface.isCompletionEnabled = false;
    let length = 0;
    for (const char of text) {
      length += char.length;
      const isLast = length === text.length;
      if (isLast) iface.isCompletionEnabled = true;
      try {
        parser.feed(char);
      } catch (error) {
        parser.reset();
        throw error;
      }
      if (isLast && char === ESCAPE) timer = setLoopTimer(() => parser.feed(''), escapeCodeTimeout);
    }
  }

  function onNewListener(event: string): void {
    if (event !== 'keypress') return;
    stream.on('data', onData);
    stream.removeListener('newListener', onNewListener);
  }

  if (stream.listenerCount('keypress') > 0) stream.on('data', onData);
  else stream.on('newListener', onNewListener);
}
