// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are programs.
import MagicString from 'magic-string';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { lowerAsync } from '../../../host-bridge/internal/compiler/lower-async.ts';

/** Runs an async function's body natively and lowered, and gives both results with the lowered text. */
async function both(body: string): Promise<{ native: unknown; lowered: unknown; text: string }> {
  const source = `(async function (log) {${body}\n})`;
  const program = parseSync('test.js', source, { sourceType: 'script' }).program;
  const edited = new MagicString(source);
  lowerAsync(edited, program);
  const text = edited.toString();
  const run = async (code: string) => {
    const log: unknown[] = [];
    const call = new Function('__wasiNodeAsync', `return ${code}`)(drive) as (log: unknown[]) => Promise<unknown>;
    try {
      return { value: await call(log), log };
    } catch (error) {
      return { thrown: String(error), log };
    }
  };
  return { native: await run(source), lowered: await run(text), text };
}

function drive(self: unknown, args: unknown, body: (...args: unknown[]) => Generator): Promise<unknown> {
  const generator = Reflect.apply(body, self, (args as unknown[]) ?? []);
  const step = async (result: IteratorResult<unknown>): Promise<unknown> => {
    if (result.done) return result.value;
    let value: unknown;
    try {
      value = await result.value;
    } catch (error) {
      return step(generator.throw(error));
    }
    return step(generator.next(value));
  };
  return Promise.try(() => step(generator.next()));
}

test.each([
  'return await 1',
  'const x = await 2 + 1; return x ** await 2',
  'if (log) await 1; else await 2\nlog.push(3)\nawait 4\nreturn log.length',
  'log.push(1)\nawait (async () => { log.push(await 2) })()\nreturn log',
  'const f = async x => await x; return f(5)',
  'const f = async x => ({ a: await x }); return f(6)',
  'const f = async () => await (async () => await 7)(); return f()',
  'return (async () => arguments.length)()',
  'class A { async m() { return this.v } v = 8; static async s() { return 9 } async ["x" + "y"]() { return 10 } }\nreturn [await new A().m(), await A.s(), await new A().xy()]',
  'const o = { async m() { return this === o }, async: 1, async async() { return 2 } }; return [await o.m(), typeof o.async, await o.async()]',
  'class A { async m() { return 1 } } class B extends A { async m() { return 1 + await super.m() } } return new B().m()',
  'const seen = []; for await (const x of [Promise.resolve(1), 2]) seen.push(x); return seen',
  'async function* g() { yield await 1; yield 2 } const seen = []; for await (const x of g()) seen.push(x); return seen',
  'try { await Promise.reject(new Error("no")) } catch (error) { return error.message } finally { log.push("finally") }',
  'throw new Error(await "late")',
  'const [a, b] = await Promise.all([1, (async () => 2)()]); return a + b',
  'return `${await "a"}${await "b"}`',
  'const f = async ({ a = 1 } = {}, ...rest) => a + rest.length; return [await f(), await f({ a: 5 }, 1, 2)]',
  'label: for (const x of [1, 2, 3]) { for (;;) { if (await x === 2) break label; continue label } } return log',
])('%s', async (body) => {
  const { native, lowered, text } = await both(body);
  expect(lowered).toEqual(native);
  expect(text.split('\n')).toHaveLength(`(async function (log) {${body}\n})`.split('\n').length);
});
