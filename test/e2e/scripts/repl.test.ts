/** `node:repl`: a session in the sandbox shows what it shows in Node. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileSandbox, scratchFolder, token } from '../support/sandbox.ts';

const sandbox = fileSandbox({ maxWorkers: 1 });
const folder = scratchFolder();
let count = 0;

/** What a session with these lines shows, in Node and in the sandbox. */
async function session(lines: readonly string[], options = ''): Promise<[native: string, guest: string]> {
  const script = join(folder, `session${++count}.cjs`);
  writeFileSync(
    script,
    `const { PassThrough } = require('stream');
     const input = new PassThrough(), output = new PassThrough();
     let shown = '';
     output.setEncoding('utf8').on('data', (text) => { shown += text; });
     const repl = require('repl').start({ prompt: '> ', input, output, terminal: false, useColors: false, ${options} });
     repl.on('exit', () => setImmediate(() => process.stdout.write(shown)));
     const lines = ${JSON.stringify(lines)};
     const next = () => { if (lines.length === 0) input.end(); else { input.write(lines.shift() + '\\n'); setTimeout(next, 2); } };
     next();`,
  );
  const native = spawnSync(process.execPath, ['--no-warnings', script], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 20_000,
  });
  let guest = '';
  const program = await sandbox.loadScript(script);
  const code = await program.run({
    token: token({ allowedPaths: [folder] }),
    cwd: folder,
    output: (stream, data) => {
      if (stream === 1) guest += Buffer.from(data).toString();
    },
  });
  expect(code).toBe(native.status);
  // Later Nodes ask for the rest of a line with another mark.
  return [
    native.stdout
      .replaceAll('\n| ', '\n... ')
      .replace(/^> \| /gm, '> ... ')
      .replaceAll('| ', '... '),
    guest,
  ];
}

test.each([
  ['expressions, statements and objects', ['1 + 1', 'var a = 2', 'a * 21', '{ a: 1 }', 'let b = [1]; b', "'text'", '']],
  ['what goes on in the next line', ['function f() {', '  return 5;', '}', 'f()', '`a', 'b`', '[1,', '2]', '1 +', '2']],
  ['the last value', ['5', '_ + 1', '_ = 3', '9', '_']],
  ['builtins by their names', ['path.join("a", "b")', 'typeof require', 'typeof module.paths']],
  ['errors of what was typed', ['nothing', 'throw { own: 1 }', "throw new TypeError('no')", '1']],
  ['commands', ['.break', '.nothing', 'var c = 1', '.clear', 'typeof c', '.exit']],
  ['later errors come back', ["setTimeout(() => { throw new RangeError('later') }, 1); 0", '0', '0', '0']],
])('%s', async (_, lines) => {
  const [native, guest] = await session(lines);
  expect(guest).toBe(native);
});

test('an evaluator and a writer of the program’s', async () => {
  const options = `eval: (code, context, file, done) => done(null, code.trim().toUpperCase()), writer: (value) => '<' + value + '>'`;
  const [native, guest] = await session(['shout', 'again'], options);
  expect(guest).toBe(native);
});
