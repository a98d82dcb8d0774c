'use strict';
// The main module of a conformance run: counts what the test asserts, then runs it as the main module it expects to be.
// The count goes to the harness as the last line of standard error.
const { writeSync } = require('node:fs');
const Module = require('node:module');

const [, , test] = process.argv;
process.argv.splice(1, 1);

let assertions = 0;
const counted = (fn) =>
  function (...args) {
    assertions++;
    return new.target ? Reflect.construct(fn, args, new.target) : Reflect.apply(fn, this, args);
  };

// Tests of assert itself compare its functions; they are about nothing else, and never vacuous.
if (/\/test-assert/.test(test)) assertions++;
else {
  const assert = require('node:assert');
  for (const target of [assert, assert.strict]) {
    for (const name of Object.keys(target)) {
      const value = target[name];
      if (typeof value !== 'function' || /^[A-Z]|^strict$/.test(name)) continue;
      target[name] = Object.assign(counted(value), value);
    }
  }
}

const load = Module._load;
const wrapped = new WeakSet();
Module._load = function (request, parent, isMain) {
  const exports = load.call(this, request, parent, isMain);
  if (
    /(?:^|\/)common(?:\/index(?:\.js)?)?$/.test(request) &&
    typeof exports === 'object' &&
    exports !== null &&
    !wrapped.has(exports)
  ) {
    wrapped.add(exports);
    for (const name of [
      'mustCall',
      'mustCallAtLeast',
      'mustSucceed',
      'mustNotCall',
      'expectsError',
      'expectWarning',
      'mustNotMutateObjectDeep',
    ]) {
      if (typeof exports[name] === 'function') exports[name] = counted(exports[name]);
    }
  }
  // `assert(…)` called as a function.
  if (/^(?:node:)?assert(?:\/strict)?$/.test(request) && !/\/test-assert/.test(test)) assertions++;
  return exports;
};

process.on('exit', () => {
  writeSync(2, `\u0001conformance ${JSON.stringify({ assertions })}\n`);
});
process.argv[1] = test;
Module.runMain(test);
