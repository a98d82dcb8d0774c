/** Sources that a native parser cannot survive: in this process it would end the test run itself. */
import { expect, test } from 'vitest';
import { loadCompiler } from '../../../host-bridge/compiler.ts';
import { hasAtMostTokens } from '../../../host-bridge/internal/compiler/tokens.ts';

const DEPTH = 100_000;
const nested: Record<string, string> = {
  parentheses: `${'('.repeat(DEPTH)}1${')'.repeat(DEPTH)}`,
  arrays: '['.repeat(DEPTH) + ']'.repeat(DEPTH),
  operators: `${'!'.repeat(DEPTH)}1`,
  templates: `${'`${'.repeat(DEPTH)}1${'}`'.repeat(DEPTH)}`,
  'arrow functions': `${'a=>'.repeat(DEPTH)}1`,
  'else if': `${'if(a);else '.repeat(DEPTH)};`,
};

for (const [name, text] of Object.entries(nested)) {
  test(`${name}, ${DEPTH} deep, are a syntax error`, async () => {
    const { compile } = await loadCompiler();
    expect(() => compile({ filename: '/deep.js', text, format: 'module', typescript: false })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('too deeply nested') }),
    );
  });
}

test('what one guest’s TypeScript broke, the next one does not meet', async () => {
  const { compile } = await loadCompiler({ tokensHere: Number.POSITIVE_INFINITY });
  const text = `let a: ${'Array<'.repeat(DEPTH)}1${'>'.repeat(DEPTH)}`;
  expect(() => compile({ filename: '/deep.ts', text, format: 'module', typescript: true })).toThrow();
  const { code } = compile({ filename: '/next.ts', text: 'let a: number = 1', format: 'module', typescript: true });
  expect(code).toContain('let a');
});

test('a long module is compiled apart, and comes out the same', async () => {
  const text = `import x from 'y';\n${'export const a = x;\n'.replace('a', 'first')}${'x(1, [2]);\n'.repeat(400)}await x;\nlet = ;`;
  const source = (end: string) => ({
    filename: '/long.js',
    text: text.replace('let = ;', end),
    format: 'module' as const,
    typescript: false,
  });
  const [apart, here] = await Promise.all([
    loadCompiler({ tokensHere: 10 }),
    loadCompiler({ tokensHere: Number.POSITIVE_INFINITY }),
  ]);
  expect(apart.compile(source(''))).toEqual(here.compile(source('')));
  const diagnostics = [apart, here].map(({ compile }) => {
    try {
      return compile(source('let = ;'));
    } catch (error) {
      return error;
    }
  });
  expect(diagnostics[0]).toEqual(diagnostics[1]);
  expect(diagnostics[0]).toHaveProperty('line', 404);
});

test('tokens are counted without going to the end', () => {
  expect(hasAtMostTokens('one two  (three)', 5)).toBe(true);
  expect(hasAtMostTokens('one two  (three)', 4)).toBe(false);
  expect(hasAtMostTokens('ééé(', 3)).toBe(false);
  expect(hasAtMostTokens('word '.repeat(10), 10)).toBe(true);
});
