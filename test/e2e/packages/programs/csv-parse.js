import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { parse as parseSync } from 'csv-parse/sync';

const TEXT = 'name,size\r\n"a ""quoted""",1\r\n"two\nlines",2\r\nGrüße,3\r\n';

/** Parses a table, as a stream and at once; refuses a broken one. */
export async function job() {
  const streamed = [];
  const parser = Readable.from(TEXT.split(/(?<=,)/)).pipe(parse({ columns: true, cast: true }));
  for await (const record of parser) streamed.push(record);
  let code;
  try {
    parseSync('a,b\n1\n');
  } catch (error) {
    code = error.code;
  }
  return { streamed, rows: parseSync(TEXT, { from_line: 2 }), code };
}
