/**
 * `readline.Interface` and that of node:readline/promises: lines from a stream, edited where it is a terminal.
 *
 * https://nodejs.org/api/readline.html#class-interfaceconstructor
 */
import process from '../../process.ts';
import { StringDecoder } from '../../string_decoder.ts';
import { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE } from '../errors.ts';
import { kFirstEventParam, on } from '../events/iterator.ts';
import { addAbortListener } from '../events/targets.ts';
import { nextTick } from '../loop.ts';
import { inspect } from '../util/inspect.ts';
import { validateAbortSignal, validateUint32 } from '../validators.ts';
import { handleDumbKey, handleKey } from './bindings.ts';
import { applyCompletions, type Completions } from './completion.ts';
import type { InterfaceOutput } from './display.ts';
import { Editor } from './editor.ts';
import { History, type HistoryOptions } from './history.ts';
import { ESCAPE_CODE_TIMEOUT, emitKeypressEvents, type KeyInput } from './keypress.ts';
import type { Key } from './keys.ts';

const LINE_ENDING = /\r?\n|\r(?!\n)|\u2028|\u2029/g;
/** Milliseconds between `\r` and the `\n` that belongs to it. */
const MIN_CRLF_DELAY = 100;

/** Where an interface reads. */
export interface InterfaceInput extends KeyInput {
  isRaw?: boolean | undefined;
  setRawMode?: (mode: boolean) => unknown;
  pause(): unknown;
  resume(): unknown;
}

/** Options of an interface. */
export interface InterfaceOptions extends HistoryOptions {
  input: InterfaceInput;
  output?: InterfaceOutput | null | undefined;
  completer?: unknown;
  terminal?: boolean | undefined;
  tabSize?: unknown;
  prompt?: string | undefined;
  escapeCodeTimeout?: unknown;
  crlfDelay?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The options in an argument that may be the input instead. */
function toOptions(input: unknown, output: unknown, completer: unknown, terminal: unknown): InterfaceOptions {
  if ((input as InterfaceOptions | undefined)?.input) return input as InterfaceOptions;
  return { input, output, completer, terminal } as InterfaceOptions;
}

/** What both kinds of interface have. */
export class InterfaceBase extends Editor {
  input: InterfaceInput;
  completer: unknown;
  terminal: boolean;
  closed = false;
  paused = false;
  crlfDelay: number;
  escapeCodeTimeout = ESCAPE_CODE_TIMEOUT;
  _sawKeyPress = false;
  _sawReturnAt = 0;
  _previousKey: Partial<Key> | null = null;
  _decoder: InstanceType<typeof StringDecoder> | undefined;
  _line_buffer = '';
  _oldPrompt = '';
  _questionCallback: ((answer: string) => void) | null = null;
  _questionReject: ((error: Error) => void) | undefined;
  #lines: AsyncIterableIterator<string> | undefined;

  /** @throws ERR_INVALID_ARG_VALUE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE for options that are none */
  constructor(first: unknown, second?: unknown, third?: unknown, fourth?: unknown) {
    super();
    const options = toOptions(first, second, third, fourth);
    const { input, output, completer, terminal, tabSize, prompt, escapeCodeTimeout, crlfDelay, signal } = options;
    if (tabSize !== undefined) {
      validateUint32(tabSize, 'tabSize', true);
      this.tabSize = tabSize as number;
    }
    if (prompt !== undefined) this.setPrompt(prompt);
    if (escapeCodeTimeout !== undefined) {
      if (!Number.isFinite(escapeCodeTimeout)) {
        throw new ERR_INVALID_ARG_VALUE('input.escapeCodeTimeout', this.escapeCodeTimeout);
      }
      this.escapeCodeTimeout = escapeCodeTimeout as number;
    }
    if (signal) validateAbortSignal(signal, 'options.signal');
    if (completer !== undefined && typeof completer !== 'function') {
      throw new ERR_INVALID_ARG_VALUE('completer', completer);
    }
    this._history = new History(options);
    this.crlfDelay = Math.max(MIN_CRLF_DELAY, crlfDelay || 0);
    this.input = input;
    this.output = output;
    this.completer = completer;
    this.terminal = Boolean(terminal ?? output?.isTTY);
    if (this.terminal) this.#attachTerminal();
    else this.#attachStream();
    if (signal) this.#closeOnAbort(signal);
    input.resume();
  }

  #listen(listeners: Record<string, (...args: never[]) => void>): void {
    const { input } = this;
    const all = { error: (error: unknown) => this.emit('error', error), ...listeners };
    for (const [event, listener] of Object.entries(all)) input.on(event, listener);
    this.once('close', () => {
      for (const [event, listener] of Object.entries(all)) input.removeListener(event, listener);
    });
  }

  #attachStream(): void {
    this._decoder = new StringDecoder('utf8');
    this.#listen({
      data: (data: Uint8Array | string) => this._normalWrite(data),
      end: () => this.#onEnd(this._line_buffer),
    });
  }

  #attachTerminal(): void {
    const { output } = this;
    if (isDumb()) this._ttyWrite = (text, key) => handleDumbKey(this, text, key ?? {});
    emitKeypressEvents(this.input, this);
    this.#listen({
      keypress: (text: string | undefined, key: Key | undefined) => this.#onKeypress(text, key),
      end: () => this.#onEnd(this.line),
    });
    this._setRawMode(true);
    if (output === null || output === undefined) return;
    const onResize = () => this._refreshLine();
    output.on('resize', onResize);
    this.once('close', () => output.removeListener('resize', onResize));
  }

  #closeOnAbort(signal: AbortSignal): void {
    const onAborted = () => this.close();
    if (signal.aborted) {
      nextTick(onAborted);
      return;
    }
    const listener = addAbortListener(signal, onAborted);
    this.once('close', () => listener[Symbol.dispose]());
  }

  #onEnd(rest: string): void {
    if (rest.length > 0) this.emit('line', rest);
    this.close();
  }

  #onKeypress(text: string | undefined, key: Key | undefined): void {
    this._ttyWrite(text, key);
    // Half of a character: its other half has just come.
    const unit = key?.sequence?.codePointAt(0) ?? 0;
    if (unit >= 0xd800 && unit <= 0xdfff) this._refreshLine();
  }

  #assertOpen(): void {
    if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  }

  _setRawMode(mode: boolean): boolean | undefined {
    const before = this.input.isRaw;
    if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
    return before;
  }

  /** Writes the prompt on a new line. */
  prompt(preserveCursor?: boolean): void {
    if (this.paused) this.resume();
    if (this.terminal && !isDumb()) {
      if (!preserveCursor) this.cursor = 0;
      this._refreshLine();
    } else {
      this._writeToOutput(this._prompt);
    }
  }

  /** Asks `query`; the next line is the answer. */
  _question(query: string, callback: (answer: string) => void): void {
    this.#assertOpen();
    if (this._questionCallback === null) {
      this._oldPrompt = this._prompt;
      this.setPrompt(query);
      this._questionCallback = callback;
    }
    this.prompt();
  }

  _questionCancel(): void {
    if (this._questionCallback === null) return;
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    this.clearLine();
  }

  _onLine(line: string): void {
    const callback = this._questionCallback;
    if (callback === null) {
      this.emit('line', line);
      return;
    }
    this._questionCallback = null;
    this.setPrompt(this._oldPrompt);
    callback(line);
  }

  close(): void {
    if (this.closed) return;
    this.pause();
    if (this.terminal) this._setRawMode(false);
    this.closed = true;
    this.emit('close');
  }

  /** @throws ERR_USE_AFTER_CLOSE */
  pause(): this | undefined {
    this.#assertOpen();
    if (this.paused) return undefined;
    this.input.pause();
    this.paused = true;
    this.emit('pause');
    return this;
  }

  /** @throws ERR_USE_AFTER_CLOSE */
  resume(): this | undefined {
    this.#assertOpen();
    if (!this.paused) return undefined;
    this.input.resume();
    this.paused = false;
    this.emit('resume');
    return this;
  }

  /**
   * Takes `data` or a key as if it had been typed.
   *
   * @throws ERR_USE_AFTER_CLOSE
   */
  write(data?: string | Uint8Array | null, key?: Partial<Key>): void {
    this.#assertOpen();
    if (this.paused) this.resume();
    if (this.terminal) this._ttyWrite(data as string, key);
    else this._normalWrite(data as string | Uint8Array);
  }

  /** Takes input that is no terminal's. */
  _normalWrite(data: string | Uint8Array | undefined): void {
    if (data === undefined) return;
    let text = this._decoder?.write(data as Buffer) ?? '';
    if (this._sawReturnAt && Date.now() - this._sawReturnAt <= this.crlfDelay) {
      if (text.startsWith('\n')) text = text.slice(1);
      this._sawReturnAt = 0;
    }
    if (text === '') return;
    const lines = /[\r\u2028\u2029]/.test(text) ? text.split(LINE_ENDING) : text.split('\n');
    lines[0] = this._line_buffer + lines[0];
    this._line_buffer = lines.pop() as string;
    if (lines.length === 0) return;
    this._sawReturnAt = text.endsWith('\r') ? Date.now() : 0;
    for (const line of lines) this._onLine(line);
  }

  _ttyWrite(text: string | undefined, key?: Partial<Key>): void {
    handleKey(this, text, key ?? {});
  }

  /** Ends the line where `name` is one of the keys for it; whether it is. A `\n` after `\r` belongs to it. */
  _handleReturn(name: string | undefined): boolean {
    if (this._sawReturnAt && name !== 'enter') this._sawReturnAt = 0;
    if (name === 'return') {
      this._sawReturnAt = Date.now();
      this._line();
      return true;
    }
    if (name !== 'enter') return false;
    if (this._sawReturnAt === 0 || Date.now() - this._sawReturnAt > this.crlfDelay) this._line();
    this._sawReturnAt = 0;
    return true;
  }

  /** Inserts text, which may have several lines. */
  _typeText(text: string): void {
    const lines = text.split(LINE_ENDING);
    const last = lines.pop() as string;
    for (const line of lines) {
      this._insertString(line);
      this._line();
    }
    this._insertString(last);
  }

  /** Leaves the line on the screen and begins a new one. */
  clearLine(): void {
    this._moveCursor(Number.POSITIVE_INFINITY);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  }

  _line(): void {
    const line = this._addHistory();
    this._forgetEdits();
    this.clearLine();
    this._onLine(line);
  }

  async _tabComplete(lastWasTab: boolean): Promise<void> {
    this.pause();
    let completions: Completions;
    try {
      const completer = this.completer as (line: string) => Completions | Promise<Completions>;
      completions = await completer(this.line.slice(0, this.cursor));
    } catch (error) {
      this._completionFailed(error);
      return;
    } finally {
      // It may have been closed in the meantime.
      if (!this.closed) this.resume();
    }
    applyCompletions(this, completions, lastWasTab);
  }

  _completionFailed(error: unknown): void {
    this._writeToOutput(`Tab completion error: ${inspect(error)}`);
  }

  /** The lines, one after the other, until it is closed. */
  [Symbol.asyncIterator](): AsyncIterableIterator<string> {
    this.#lines ??= on(this as never, 'line', {
      close: ['close'],
      highWaterMark: 1024,
      [kFirstEventParam]: true,
    } as never) as unknown as AsyncIterableIterator<string>;
    return this.#lines;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

function isDumb(): boolean {
  return process.env['TERM'] === 'dumb';
}
