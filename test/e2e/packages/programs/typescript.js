import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript-compiler-api';

/** Transpiles a file. */
export function job({ folder }) {
  const file = join(folder, 'source.ts');
  writeFileSync(
    file,
    'enum Color { Red, Green }\nexport const f = async (c: Color): Promise<number> => c satisfies number;\nlet x: = 1;\n',
  );
  const { outputText, diagnostics } = ts.transpileModule(readFileSync(file, 'utf8'), {
    fileName: file,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  return { outputText, diagnostics: diagnostics.map(({ code, start, messageText }) => ({ code, start, messageText })) };
}
