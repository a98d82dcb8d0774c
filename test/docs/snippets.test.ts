/** Every `ts`, `js` and `sh` snippet of the pages runs. Those that cannot say why in their fence, and are listed here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DemoServer, startServer } from '../../examples/demo/server.ts';
import { pages, snippetsOf } from './snippets/extract.ts';
import { Workplace } from './snippets/run.ts';

const NOT_RUN = [
  ['CONTRIBUTING.md', 'installs the packages and runs every test'],
  ['README.md', 'installs the packages and runs every test'],
  ['docs/conformance.md', 'needs Node’s own tests, and runs for minutes'],
  ['docs/wit.md', 'is for vitest, and a host of the reader’s'],
];

let server: DemoServer;
let place: Workplace;
beforeAll(async () => {
  server = await startServer();
  place = new Workplace(server.host);
});
afterAll(async () => {
  place[Symbol.dispose]();
  await server[Symbol.asyncDispose]();
});

const all = pages().map((page) => ({ page, snippets: snippetsOf(page) }));

test('what is not run is little, and has a reason', () => {
  const marked = all.flatMap(({ snippets }) => snippets).filter(({ notRun }) => notRun !== undefined);
  expect(marked.map(({ page, notRun }) => [page, notRun])).toEqual(NOT_RUN);
});

for (const { page, snippets } of all) {
  const runnable = snippets.filter(({ notRun }) => notRun === undefined);
  if (runnable.length === 0) continue;
  describe(page, () => {
    test.each(runnable.map((snippet) => [snippet.line, snippet.language, snippet] as const))(
      'line %i (%s)',
      { timeout: 180_000 },
      async (_line, _language, snippet) => {
        const { code, stderr } = await place.run(snippet);
        expect({ code, stderr: code === 0 ? '' : stderr }).toEqual({ code: 0, stderr: '' });
      },
    );
  });
}
