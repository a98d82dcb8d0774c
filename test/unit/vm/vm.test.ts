/** node:vm in the guest does what it does in Node, as far as one realm can. */
import { describe, expect, test } from 'vitest';
import { scriptRunner } from './run-both.ts';

const { guest, node } = scriptRunner();

/** Each value is the source of a function whose result, or error, is printed. */
async function compare(cases: Record<string, string>): Promise<void> {
  const lines = Object.entries(cases).map(
    ([name, body]) => `try { print(${JSON.stringify(name)}, (() => { ${body} })()); } catch (error) {
      print(${JSON.stringify(name)}, error.name + ': ' + error.message); }`,
  );
  const source = `const vm = require('vm'); const print = (name, value) => console.log(name, JSON.stringify(value));
    ${lines.join('\n')}`;
  const ran = await guest(source);
  expect(ran.stdout).toBe(node(source).stdout);
  expect(ran.code).toBe(0);
}

describe('a context', () => {
  test('holds what scripts declare and assign', () =>
    compare({
      assigned: 'const o = vm.createContext({ a: 1 }); vm.runInContext("b = a + 1; this.c = b + 1", o); return o;',
      vars: 'const o = vm.createContext({}); vm.runInContext("var x = 1, { y, z: [w] } = { y: 2, z: [3] }; for (var i = 0; i < 2; i++);", o); return o;',
      functions:
        'const o = vm.createContext({}); vm.runInContext("function f(n) { return n ? n * f(n - 1) : 1 }", o); return [o.f(5), vm.runInContext("f(4)", o)];',
      lexicals:
        'const o = vm.createContext({}); vm.runInContext("let x = 1; const y = 2; class Z { m() { return x } }", o); vm.runInContext("x = 5", o); return [vm.runInContext("[x, y, new Z().m()]", o), Object.keys(o)];',
      closures:
        'const o = vm.createContext({ n: 1 }); const f = vm.runInContext("() => ++n", o); f(); o.n += 10; return [f(), o.n];',
      deleted: 'const o = vm.createContext({ a: 1 }); return [vm.runInContext("delete a", o), "a" in o];',
      strict:
        'const o = vm.createContext({}); vm.runInContext("\'use strict\'; var x = 1; function f() { return typeof this }", o); return [o.x, o.f()];',
    }));

  test('hides the program’s globals and shows the language’s', () =>
    compare({
      process: 'return vm.runInNewContext("typeof process + typeof require + typeof Buffer + typeof setTimeout");',
      language: 'return vm.runInNewContext("[typeof Array, typeof JSON, typeof globalThis, Math.max(1, 2)]");',
      shadowed: 'return vm.runInNewContext("process.pid", { process: { pid: "mine" } });',
      unknown: 'return vm.runInNewContext("nothing");',
      asked: 'return vm.runInNewContext("typeof nothing");',
      leaks: 'vm.runInNewContext("leaked = 1; var leaked2 = 2"); return [typeof leaked, typeof leaked2];',
      own: 'const o = vm.createContext({ a: 1 }); return vm.runInContext("globalThis.a === this.a && this === globalThis", o);',
    }));

  test('is known by its object', () =>
    compare({
      isContext:
        'const o = {}; const before = vm.isContext(o); vm.createContext(o); return [before, vm.isContext(o), vm.isContext(vm.createContext())];',
      notOne: 'return vm.runInContext("1", {});',
      wrong: 'return vm.isContext("text");',
    }));
});

describe('scripts', () => {
  test('give the value of their last statement', () =>
    compare({
      values:
        'return ["1; 2", "var a = 3", "if (true) { 4 }", "({ a: 5 })", ""].map((code) => vm.runInNewContext(code) ?? null);',
      again:
        'const s = new vm.Script("n = n + 1"); const o = vm.createContext({ n: 0 }); s.runInContext(o); s.runInContext(o); return o;',
      here: 'globalThis.shared = 1; const r = vm.runInThisContext("shared += 1; typeof require"); return [r, shared];',
      options: 'return new vm.Script("1", { filename: 5 });',
      offset: 'return new vm.Script("1", { lineOffset: 0.5 });',
    }));

  test('name their file and line in stacks', async () => {
    const source = `const vm = require('vm');
      for (const run of [vm.runInThisContext, vm.runInNewContext]) {
        for (const code of ['\\n\\nthrow new Error("x")', 'a b']) {
          const options = { filename: 'some-file.js', lineOffset: 10 };
          try { run === vm.runInThisContext ? run(code, options) : run(code, {}, options); } catch (error) {
            console.log(error.name, error.stack.split('\\n')[0]);
          }
        }
      }`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('import only where it was said how', async () => {
    const source = `const vm = require('vm');
      (async () => {
        const codes = [];
        await vm.runInThisContext('import("node:fs")').catch((error) => codes.push(error.code));
        const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
        const { sep } = await vm.runInThisContext('import("node:path")', { importModuleDynamically });
        console.log(codes, sep);
      })();`;
    expect((await guest(source)).stdout).toBe(node(source).stdout);
  });

  test('cannot be interrupted, and say so', async () => {
    const { stdout } = await guest(
      `try { require('vm').runInNewContext('1', {}, { timeout: 5 }); } catch (error) { console.log(error.code); }`,
    );
    expect(stdout).toBe('ERR_FEATURE_UNAVAILABLE_ON_PLATFORM\n');
  });
});

test('compileFunction', () =>
  compare({
    call: 'return vm.compileFunction("return a + b", ["a", "b"])(1, 2);',
    text: 'return vm.compileFunction("return a", ["a"]).toString();',
    context: 'return vm.compileFunction("return v", [], { parsingContext: vm.createContext({ v: 7 }) })();',
    extensions: 'return vm.compileFunction("return a + b", [], { contextExtensions: [{ a: 1 }, { b: 2 }] })();',
    injection: 'return vm.compileFunction("}); (function () {");',
    validated: 'return vm.compileFunction("", null);',
  }));
