import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as prettier from 'prettier';

/** Formats a file as the folder's configuration says. @param input.file a file to read instead of formatting one */
export async function job({ folder, file: elsewhere }) {
  if (elsewhere !== undefined) return prettier.resolveConfig(elsewhere, { config: elsewhere });
  const file = join(folder, 'source.ts');
  await writeFile(join(folder, '.prettierrc.json'), '{ "singleQuote": true, "semi": false }');
  await writeFile(
    file,
    'const x   = {a:1,\n b:[1,2,3].map((n)=>{return n*2})};export type T<A>=A extends string?"a":never;\n',
  );
  const options = await prettier.resolveConfig(file);
  const info = await prettier.getFileInfo(file);
  const formatted = await prettier.format(await readFile(file, 'utf8'), { ...options, filepath: file });
  await writeFile(file, formatted);
  return {
    options,
    info,
    formatted: await readFile(file, 'utf8'),
    json: await prettier.format('{"a":[1,2]}', { parser: 'json' }),
    markdown: await prettier.format('*  a\n*  b\n', { parser: 'markdown' }),
    checked: await prettier.check(formatted, { ...options, filepath: file }),
  };
}
