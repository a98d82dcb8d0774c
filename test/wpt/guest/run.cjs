'use strict';
/**
 * Runs one file of web-platform-tests in the guest. Arguments: the checkout, the server's origin, the file's URL path with its query, and
 * the scripts before it (paths). The results go to standard output, after a mark, as JSON.
 */
const fs = require('node:fs');
const vm = require('node:vm');

const [root, origin, path, ...scripts] = process.argv.slice(2);
const url = new URL(path, origin);

globalThis.self = globalThis;
globalThis.location = url;
globalThis.GLOBAL = { isWindow: () => false, isWorker: () => false, isShadowRealm: () => false };

// A page's relative URLs mean its own; Node has none.
const resolve = (input) => {
  if (input instanceof Request) return input;
  try {
    return new URL(input, url).href;
  } catch {
    return input;
  }
};
const { fetch: realFetch } = globalThis;
globalThis.fetch = function fetch(input, ...rest) {
  return arguments.length === 0 ? realFetch() : realFetch(resolve(input), ...rest);
};
globalThis.Request = new Proxy(Request, {
  construct: (target, [input, ...rest], own) =>
    Reflect.construct(target, input === undefined ? [] : [resolve(input), ...rest], own),
});
Request.prototype.constructor = Request;
const { redirect } = Response;
Response.redirect = function (target, ...rest) {
  return redirect.call(this, arguments.length === 0 ? undefined : resolve(target), ...rest);
};

const served = async (file) => (await realFetch(origin + file.slice(root.length))).text();
const run = (file) => vm.runInThisContext(fs.readFileSync(file, 'utf8'), { filename: file });

process.on('unhandledRejection', () => {});
process.on('uncaughtException', (error) => {
  console.error(error);
  process.exitCode = 1;
});

run(`${root}/resources/testharness.js`);
// A page does not end because nothing is left to do.
setInterval(() => {}, 1000);
const results = [];
add_result_callback(({ name, status, message }) => results.push({ name, status, message }));
add_completion_callback((_, { status, message }) => {
  // Asynchronous, so that a test's own last callbacks have run.
  setTimeout(() => {
    process.stdout.write(`\n#wpt#${JSON.stringify({ status, message, results })}\n`, () => process.exit());
  });
});
(async () => {
  const texts = [];
  for (const file of [...scripts, root + url.pathname]) {
    // The server fills in its own names.
    texts.push(file.includes('.sub.') ? await served(file) : fs.readFileSync(file, 'utf8'));
  }
  // As one script: the declarations of a page's scripts are seen by the next ones.
  vm.runInThisContext(texts.join('\n;\n'), { filename: root + url.pathname });
  done();
})();
