/** Runs scripts: in the program's global scope, or in a context. */
import { evaluateFunction } from '../modules/evaluate.ts';
import { type Context, isContextGlobal } from './context.ts';
import { evaluateText, type Source } from './source.ts';

type Accessors = Record<string, unknown>;
/** Takes over what a script declares, before its first statement. */
type Hoist = (functions: Record<string, unknown>, lexicals: Accessors, vars: Accessors) => void;
type Runner = (this: object, code: string, hoist: Hoist) => unknown;

/** Runs a script in the global scope of the program. */
export function runGlobally(source: Source): unknown {
  return evaluateText(source.compose(''));
}

const runners = new Map<string, Runner>();

/**
 * The function that evaluates code with its `this` as the innermost scope. @param hidden names of the program's globals that must not
 * be seen, which it declares
 */
function runnerFor(hidden: readonly string[]): Runner {
  const key = hidden.join(', ');
  let runner = runners.get(key);
  if (runner === undefined) {
    const parameters = ['__wasiNodeCode', '__wasiNodeHoist', ...hidden].join(', ');
    const text = `(function (${parameters}) { with (this) return eval(__wasiNodeCode); })`;
    runner = evaluateFunction('node:vm', text, []) as Runner;
    runners.set(key, runner);
  }
  return runner;
}

const INTERNAL = ['eval', '__wasiNodeCode', '__wasiNodeHoist'];
/** Names that no function can have as a parameter, or that must be what they are. */
const NEVER_HIDDEN = new Set([
  'eval',
  'arguments',
  'let',
  'yield',
  'static',
  'async',
  'await',
  'undefined',
  'implements',
]);

function accessors(names: Iterable<string>): string {
  return [...names].map((name) => `get ${name}(){return ${name}},set ${name}(v){${name}=v}`).join(',');
}

/** Runs a script in a context. */
export function runInContext(source: Source, context: Context): unknown {
  const { names } = source;
  const { global, object, state, lexicals } = context;
  const declared = [...names.vars, ...names.functions, ...names.lexicals];
  const hidden = [...names.names].filter(
    (name) =>
      name in globalThis &&
      /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) &&
      !isContextGlobal(name) &&
      !declared.includes(name) &&
      !NEVER_HIDDEN.has(name),
  );
  for (const name of names.lexicals) {
    if (name in lexicals) throw new SyntaxError(`Identifier '${name}' has already been declared`);
  }
  for (const name of names.vars) {
    if (!Object.hasOwn(object, name)) Reflect.set(global, name, undefined);
  }
  // A sloppy script makes what it assigns to; a strict one may not.
  if (!names.strict) for (const name of names.assigned) state.assigned.add(name);
  for (const name of names.typeofs) state.typeofs.add(name);
  // What the script declares is its own while it starts, so that it can be handed over.
  const outer = state.skipped;
  const outerStrict = state.strict;
  state.strict = names.strict;
  state.skipped = new Set([...INTERNAL, ...names.functions]);
  let vars: Accessors = {};
  const hoist: Hoist = (functions, ownLexicals, ownVars) => {
    state.skipped = outer;
    vars = ownVars;
    for (const name of Object.keys(functions)) {
      Object.defineProperty(global, name, {
        value: functions[name],
        writable: true,
        enumerable: true,
        configurable: true,
      });
    }
    Object.defineProperties(lexicals, Object.getOwnPropertyDescriptors(ownLexicals));
  };
  const functions = [...names.functions].map((name) => `${name}:${name}`).join(',');
  // The variables of strict code are its own: they are handed on when it ends.
  const own = names.strict ? accessors(names.vars) : '';
  const prologue = `__wasiNodeHoist({${functions}},{${accessors(names.lexicals)}},{${own}});`;
  try {
    return Reflect.apply(runnerFor(hidden), global, [source.compose(prologue), hoist]);
  } finally {
    state.skipped = outer;
    state.strict = outerStrict;
    for (const name of Object.keys(vars)) Reflect.set(global, name, vars[name]);
  }
}
