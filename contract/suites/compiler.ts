import { expect } from 'vitest';
import type * as Compiler from '../../host-bridge/wit/zora-node-compiler.d.ts';
import { errorOf, type Instance, type OpenInstance } from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/compiler`. */
export function compilerContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/compiler', () => {
    let instance: Instance;
    afterEach(() => instance.dispose());
    const start = async (): Promise<typeof Compiler.compile> => {
      instance = await open({ scripts: true });
      return instance.imports['zora:node/compiler'].compile;
    };
    const source = (text: string, more: Partial<Compiler.Source> = {}): Compiler.Source => ({
      filename: '/a.js',
      text,
      typescript: false,
      ...more,
    });
    const evaluate = (code: string) => new Function(`return (${code})`)() as (...args: unknown[]) => unknown;

    test('makes a function of a CommonJS module', async () => {
      const compile = await start();
      const { format, code, asynchronous, dependencies } = compile(
        source('module.exports = require("a") + __filename;', { format: 'commonjs' }),
      );
      expect({ format, asynchronous, dependencies }).toEqual({
        format: 'commonjs',
        asynchronous: false,
        dependencies: [],
      });
      const module = { exports: {} as unknown };
      evaluate(code)(module.exports, () => 'required ', module, '/a.js', '/');
      expect(module.exports).toBe('required /a.js');
    });

    test('names what an ES module imports, and whether it awaits', async () => {
      const compile = await start();
      const compiled = compile(source("import a from 'a';\nimport 'b';\nexport default await a;"));
      expect(compiled).toMatchObject({ format: 'module', asynchronous: true, dependencies: ['a', 'b'] });
    });

    test('strips types where it is told to', async () => {
      const compile = await start();
      const { code } = compile(
        source('module.exports = (1 as number);', { format: 'commonjs', typescript: true, filename: '/a.ts' }),
      );
      const module = { exports: {} as unknown };
      evaluate(code)(module.exports, undefined, module);
      expect(module.exports).toBe(1);
    });

    test('says where a syntax error is', async () => {
      const compile = await start();
      const error = (await errorOf(() => compile(source('let a;\nlet let = 1 1;')))) as Compiler.Diagnostic;
      expect(error).toMatchObject({ line: 2 });
      expect(error.message).not.toBe('');
    });

    test('refuses more than 16 MiB', async () => {
      const compile = await start();
      expect(await errorOf(() => compile(source(' '.repeat(16 * 1024 * 1024 + 1))))).toMatchObject({ line: 1 });
    });
  });
}
