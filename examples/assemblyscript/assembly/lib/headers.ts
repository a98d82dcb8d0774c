/** Header fields of requests and answers, as `fetch` has them. */
import { JsonObject } from '../json/write';
import { lower } from './ascii';

/** The caller's fields, then what `fetch` adds where they are missing. */
export function requestHeaders(given: string[][], secure: bool): string[][] {
  const fields: string[][] = [];
  for (let i = 0; i < given.length; i++) fields.push([lower(given[i][0]), given[i][1].trim()]);
  const usual: string[][] = [
    ['accept', '*/*'],
    ['accept-language', '*'],
    ['sec-fetch-mode', 'cors'],
    ['user-agent', 'node'],
    ['accept-encoding', secure ? 'br, gzip, deflate' : 'gzip, deflate'],
  ];
  for (let i = 0; i < usual.length; i++) if (!has(fields, usual[i][0])) fields.push(usual[i]);
  return fields;
}

function has(fields: string[][], name: string): bool {
  for (let i = 0; i < fields.length; i++) if (fields[i][0] == name) return true;
  return false;
}

/** The fields of an answer as a JSON object: by name, in their order, several of one name as one. */
export function foldHeaders(fields: string[][]): string {
  const names: string[] = [];
  const values = new Map<string, string>();
  for (let i = 0; i < fields.length; i++) {
    const name = lower(fields[i][0]);
    const value = fields[i][1];
    if (!values.has(name)) {
      names.push(name);
      values.set(name, value);
    } else values.set(name, name == 'set-cookie' ? value : values.get(name) + (name == 'cookie' ? '; ' : ', ') + value);
  }
  names.sort();
  const object = new JsonObject();
  for (let i = 0; i < names.length; i++) object.string(names[i], values.get(names[i]));
  return object.toString();
}
