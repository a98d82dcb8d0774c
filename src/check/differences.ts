/** How what is provided differs from Node's where the exports do not show it. Kept by hand, a module a list. */
export const DIFFERENCES: Readonly<Record<string, readonly string[]>> = {
  domain: ['The domain of a rejected promise that nobody handles is not known: its error is the process’s.'],
  test: [
    'Tests run in the program that declares them, with the `spec` reporter on standard output; `node --test` and its options are not there.',
    'A test that is declared by `test()` within a running test is taken for a subtest of the innermost one that runs.',
  ],
  vm: [
    'There is one realm: arrays, errors and functions made in a context have the program’s own prototypes and constructors.',
    'A context’s global object is a proxy of the contextified object: code in it sees the language’s globals and the object’s properties, and not those of the program. It separates names; it is no boundary of security (the sandbox is).',
    '`this` in a function that is called without an object is the program’s `globalThis`, also in a context; `Function` and an indirect `eval` make code of the program’s global scope.',
    '`Object.getOwnPropertyDescriptor(globalThis, name)` in a context does not show the language’s globals, and `name in globalThis` is true for names that a script of the context declares by `let` or assigns to anywhere.',
    'Top-level `let`, `const` and `class` of `runInThisContext` are not seen by later scripts; those of a context are.',
    'The variables of a strict script are copied to the context when it ends.',
    'Cached data tells whether it belongs to a source, and saves no time.',
  ],
  worker_threads: [
    'Workers take turns in one thread (concurrency, not parallelism) and share no memory: a `SharedArrayBuffer` cannot be sent.',
    '`Worker` is there for scripts; in a tool’s component it is refused.',
  ],
};

/** What scripts have and a tool's component refuses, `module.name`. */
export const SCRIPTS_ONLY: ReadonlySet<string> = new Set(['worker_threads.Worker']);
