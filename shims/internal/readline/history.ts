/** The lines that were entered before, the latest first. */
import { validateArray, validateNumber } from '../validators.ts';

/** Lines that are kept where the caller names no other number. */
const DEFAULT_SIZE = 30;

/** Options of a history. */
export interface HistoryOptions {
  history?: unknown;
  historySize?: unknown;
  removeHistoryDuplicates?: unknown;
}

/** A history and the place in it that the user looks at. */
export class History {
  lines: string[];
  readonly size: number;
  readonly #removeDuplicates: boolean;
  /** The line that is shown; -1 is the new one. */
  index = -1;

  /** @throws ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE */
  constructor({ history, historySize = DEFAULT_SIZE, removeHistoryDuplicates }: HistoryOptions) {
    if (history !== undefined) validateArray(history, 'history');
    validateNumber(historySize, 'historySize', 0);
    this.lines = (history as string[] | undefined) ?? [];
    this.size = historySize as number;
    this.#removeDuplicates = Boolean(removeHistoryDuplicates);
  }

  /** Adds a line; whether the history has changed. */
  add(line: string): boolean {
    if (this.size === 0 || line.trim() === '') return false;
    if (this.lines[0] !== line) {
      if (this.#removeDuplicates) {
        const known = this.lines.indexOf(line);
        if (known !== -1) this.lines.splice(known, 1);
      }
      this.lines.unshift(line);
      if (this.lines.length > this.size) this.lines.pop();
    }
    this.index = -1;
    return true;
  }

  /**
   * Goes to the next older line (`step` 1) or newer one (-1) that begins with `search` and differs from the current.
   *
   * @returns the line; `search` itself beyond both ends; undefined where there is nowhere to go
   */
  go(step: 1 | -1, search: string, current: string): string | undefined {
    const { lines } = this;
    if (step === 1 ? this.index >= lines.length : this.index < 0) return undefined;
    if (lines.length === 0) return undefined;
    let index = this.index + step;
    while (lines[index] !== undefined && (!lines[index]?.startsWith(search) || lines[index] === current)) index += step;
    this.index = index;
    return lines[index] ?? search;
  }
}
