/** What an interface shows: its prompt and line on a terminal. */
import { EventEmitter } from '../../events.ts';
import { validateString } from '../validators.ts';
import { clearScreenDown, cursorTo, moveCursor } from './cursor.ts';
import { displayPosition, type Position } from './text.ts';

/** Where an interface writes: a terminal or any other stream. */
export interface InterfaceOutput {
  columns?: number | undefined;
  isTTY?: boolean | undefined;
  write(text: string, callback?: (error?: Error | null) => void): boolean;
  on(event: string, listener: () => void): unknown;
  removeListener(event: string, listener: () => void): unknown;
}

/** A line with a prompt before it. Methods that begin with `_` are replaced by packages, as Node lets them. */
export class Display extends EventEmitter {
  output: InterfaceOutput | null | undefined;
  /** What was typed so far. */
  line = '';
  /** The place of the cursor in `line`, in code units. */
  cursor = 0;
  tabSize = 8;
  /** Rows of the terminal between the first of the line and the cursor's. */
  prevRows = 0;
  _prompt = '> ';

  get columns(): number {
    return this.output?.columns || Number.POSITIVE_INFINITY;
  }

  setPrompt(prompt: string): void {
    this._prompt = prompt;
  }

  getPrompt(): string {
    return this._prompt;
  }

  /** Where the cursor is, counted from the beginning of the prompt. */
  getCursorPos(): Position {
    return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
  }

  _getCursorPos(): Position {
    return this.getCursorPos();
  }

  _getDisplayPos(text: string): Position {
    return displayPosition(text, this.columns, this.tabSize);
  }

  _writeToOutput(text: string): void {
    validateString(text, 'stringToWrite');
    this.output?.write(text);
  }

  /** Writes prompt and line anew. */
  _refreshLine(): void {
    const end = this._getDisplayPos(this._prompt + this.line);
    const cursor = this.getCursorPos();
    if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(this._prompt + this.line);
    // A full row: the terminal goes to the next one only when there is something to write.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(this.output, cursor.cols);
    const below = end.rows - cursor.rows;
    if (below > 0) moveCursor(this.output, 0, -below);
    this.prevRows = cursor.rows;
  }

  /** Moves the cursor by code units, as far as the line goes. */
  _moveCursor(distance: number): void {
    if (distance === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.min(Math.max(this.cursor + distance, 0), this.line.length);
    const after = this.getCursorPos();
    if (before.rows === after.rows) moveCursor(this.output, after.cols - before.cols, 0);
    else this._refreshLine();
  }
}
