/** Editing a line: insertion, deletion, the kill ring, undo, and the history. */
import { Display } from './display.ts';
import type { History } from './history.ts';
import { charLengthAt, charLengthLeft, deletedWordLength, wordLengthLeft, wordLengthRight } from './text.ts';

const MAX_KILLS = 32;
const MAX_UNDO = 2048;

interface Edit {
  text: string;
  cursor: number;
}

/** A line that can be edited, with keys in mind. */
export class Editor extends Display {
  /** False while pasted text comes in, of which nothing is completed or shown anew. */
  isCompletionEnabled = true;
  _history: History | undefined;
  /** What the line began with when the user went into the history. */
  _search: string | null = null;
  #kills: string[] = [];
  #killIndex = 0;
  _yanking = false;
  #undo: Edit[] = [];
  #redo: Edit[] = [];

  _beforeEdit(): void {
    if (this.#undo.push({ text: this.line, cursor: this.cursor }) > MAX_UNDO) this.#undo.shift();
  }

  /** Replaces the line from `start` to `end` and puts the cursor behind what was put in. */
  #replace(start: number, end: number, text: string): void {
    this.line = this.line.slice(0, start) + text + this.line.slice(end);
    this.cursor = start + text.length;
  }

  #delete(start: number, end: number): void {
    this._beforeEdit();
    this.#replace(start, end, '');
    this._refreshLine();
  }

  _insertString(text: string): void {
    this._beforeEdit();
    const atEnd = this.cursor === this.line.length;
    const before = this.isCompletionEnabled && atEnd ? this.getCursorPos() : undefined;
    this.#replace(this.cursor, this.cursor, text);
    if (!this.isCompletionEnabled) this._writeToOutput(text);
    else if (before === undefined || before.rows < this.getCursorPos().rows) this._refreshLine();
    else this._writeToOutput(text);
  }

  _deleteLeft(): void {
    if (this.cursor > 0) this.#delete(this.cursor - charLengthLeft(this.line, this.cursor), this.cursor);
  }

  _deleteRight(): void {
    const { line, cursor } = this;
    if (cursor < line.length) this.#delete(cursor, cursor + charLengthAt(line, cursor));
  }

  _wordLeft(): void {
    this._moveCursor(-wordLengthLeft(this.line.slice(0, this.cursor)));
  }

  _wordRight(): void {
    this._moveCursor(wordLengthRight(this.line.slice(this.cursor)));
  }

  _deleteWordLeft(): void {
    const { cursor } = this;
    if (cursor > 0) this.#delete(cursor - wordLengthLeft(this.line.slice(0, cursor)), cursor);
  }

  _deleteWordRight(): void {
    const { line, cursor } = this;
    if (cursor < line.length) this.#delete(cursor, cursor + deletedWordLength(line.slice(cursor)));
  }

  _deleteLineLeft(): void {
    this.#kill(0, this.cursor);
  }

  _deleteLineRight(): void {
    this.#kill(this.cursor, this.line.length);
  }

  #kill(start: number, end: number): void {
    const text = this.line.slice(start, end);
    if (text !== '' && text !== this.#kills[0]) {
      this.#kills.unshift(text);
      this.#killIndex = 0;
      this.#kills.length = Math.min(this.#kills.length, MAX_KILLS);
    }
    this.#delete(start, end);
  }

  /** Inserts what was deleted last. */
  _yank(): void {
    const text = this.#kills[this.#killIndex];
    if (text === undefined) return;
    this._yanking = true;
    this._insertString(text);
  }

  /** Replaces what was inserted so by what was deleted before it. */
  _yankPop(): void {
    if (!this._yanking || this.#kills.length <= 1) return;
    const last = this.#kills[this.#killIndex] as string;
    this.#killIndex = (this.#killIndex + 1) % this.#kills.length;
    this.#replace(this.cursor - last.length, this.cursor, this.#kills[this.#killIndex] as string);
    this._refreshLine();
  }

  _undo(): void {
    this.#step(this.#undo, this.#redo);
  }

  _redo(): void {
    this.#step(this.#redo, this.#undo);
  }

  #step(from: Edit[], to: Edit[]): void {
    const edit = from.pop();
    if (edit === undefined) return;
    to.push({ text: this.line, cursor: this.cursor });
    this.line = edit.text;
    this.cursor = edit.cursor;
    this._refreshLine();
  }

  /** Forgets what could be undone: the line is done. */
  _forgetEdits(): void {
    this.#undo = [];
    this.#redo = [];
  }

  get history(): string[] {
    return this._history?.lines ?? [];
  }

  set history(lines: string[]) {
    if (this._history !== undefined) this._history.lines = lines;
  }

  get historyIndex(): number {
    return this._history?.index ?? -1;
  }

  set historyIndex(index: number) {
    if (this._history !== undefined) this._history.index = index;
  }

  get historySize(): number {
    return this._history?.size ?? 0;
  }

  /** Adds the line to the history and gives what is to be handed out: listeners of `history` may have changed it. */
  _addHistory(): string {
    const { line } = this;
    if (line === '' || this._history === undefined || !this._history.add(line)) return line;
    // Listeners may take secrets out of it.
    const added = this._history.lines[0] as string;
    this.emit('history', this._history.lines);
    return added;
  }

  _historyPrev(): void {
    this.#show(1);
  }

  _historyNext(): void {
    this.#show(-1);
  }

  #show(step: 1 | -1): void {
    const edit = { text: this.line, cursor: this.cursor };
    const line = this._history?.go(step, this._search ?? '', this.line);
    if (line === undefined) return;
    if (this.#undo.push(edit) > MAX_UNDO) this.#undo.shift();
    this.line = line;
    this.cursor = line.length;
    this._refreshLine();
  }
}
