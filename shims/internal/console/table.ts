/** The tables of `console.table`. */
import { getStringWidth } from '../util/string-width.ts';
import { isMap, isMapIterator, isSet, isSetIterator, isTypedArray } from '../util/types.ts';

/** A table: the heads of its columns, and the cells of each, a hole where a row has none. */
export interface Table {
  heads: string[];
  columns: (string | undefined)[][];
}

const INDEX = '(index)';
const ITERATION_INDEX = '(iteration index)';
const KEY = 'Key';
const VALUES = 'Values';

/**
 * Draws a table.
 * @param table its heads and columns.
 */
export function drawTable({ heads, columns }: Table): string {
  const widths = heads.map((head) => getStringWidth(head));
  const height = Math.max(...columns.map((column) => column.length));
  const rows: string[][] = Array.from({ length: height }, () => []);
  columns.forEach((column, i) => {
    rows.forEach((row, j) => {
      const cell = column[j] ?? '';
      row[i] = cell;
      widths[i] = Math.max(widths[i]!, getStringWidth(cell));
    });
  });
  const line = (left: string, middle: string, right: string): string =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const drawRow = (cells: readonly string[]): string =>
    `│ ${cells.map((cell, i) => cell + ' '.repeat(widths[i]! - getStringWidth(cell))).join(' │ ')} │\n`;
  return `${line('┌', '┬', '┐')}\n${drawRow(heads)}${line('├', '┼', '┤')}\n${rows.map(drawRow).join('')}${line('└', '┴', '┘')}`;
}

type Show = (value: unknown) => string;

function indices(length: number, show: Show): string[] {
  return Array.from({ length }, (_, i) => show(i));
}

function entriesTable(entries: readonly (readonly unknown[])[], show: Show): Table {
  return {
    heads: [ITERATION_INDEX, KEY, VALUES],
    columns: [
      indices(entries.length, show),
      entries.map(([key]) => show(key)),
      entries.map(([, value]) => show(value)),
    ],
  };
}

/** The table of a collection or iterator. Unlike Node, which can look into an iterator, this one uses it up. */
function collectionTable(data: object, show: Show): Table | undefined {
  if (isMap(data)) return entriesTable([...data], show);
  const isIterator = isMapIterator(data) || isSetIterator(data);
  if (!isIterator && !isSet(data)) return undefined;
  const values = [...(data as Iterable<unknown>)];
  const arePairs =
    isIterator && values.length > 0 && values.every((value) => Array.isArray(value) && value.length === 2);
  if (arePairs) return entriesTable(values as unknown[][], show);
  return { heads: [ITERATION_INDEX, VALUES], columns: [indices(values.length, show), values.map(show)] };
}

const isPrimitive = (value: unknown): boolean =>
  value === null || (typeof value !== 'object' && typeof value !== 'function');

/**
 * Makes the table of a value.
 * @param data an object or collection.
 * @param properties the columns; all properties of the rows where there are none.
 * @param show the text of a cell.
 */
export function makeTable(data: object, properties: readonly string[] | undefined, show: Show): Table {
  const collection = collectionTable(data, show);
  if (collection !== undefined) return collection;
  const columns = new Map<string, (string | undefined)[]>();
  const primitives: string[] = [];
  const rows = Object.keys(data);
  rows.forEach((name, i) => {
    const row = (data as Record<string, unknown>)[name];
    if (properties === undefined && isPrimitive(row)) {
      primitives[i] = show(row);
      return;
    }
    for (const key of properties ?? Object.keys(row as object)) {
      let column = columns.get(key);
      if (column === undefined) columns.set(key, (column = []));
      const has = !isPrimitive(row) && Object.hasOwn(row as object, key);
      column[i] = has ? show((row as Record<string, unknown>)[key]) : '';
    }
  });
  // Keys that are array indices come first, as in any object.
  const heads = Object.keys(Object.fromEntries([...columns].map(([key]) => [key, 0])));
  const table: Table = { heads: [INDEX, ...heads], columns: [rows, ...heads.map((key) => columns.get(key)!)] };
  if (primitives.length > 0) {
    table.heads.push(VALUES);
    table.columns.push(primitives);
  }
  return table;
}

/**
 * How deep a cell's value is shown: small objects and arrays with their properties, others by their class.
 * @param value the value.
 */
export function cellDepth(value: unknown): number {
  const isList = Array.isArray(value) || isTypedArray(value);
  return value !== null && typeof value === 'object' && !isList && Object.keys(value).length > 2 ? -1 : 0;
}
