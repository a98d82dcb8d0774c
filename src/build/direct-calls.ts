/**
 * Makes jco's glue call the host without a task for each call.
 *
 * Of every function that a component imports, jco's glue makes a task with a subtask of the caller's, as if the host's function could
 * wait or be cancelled. One that is synchronous begins and ends within the call, and nobody can see its task: the glue's checks, the
 * lifting and the lowering stay, the book-keeping goes. Functions that may suspend (`suspending.ts`) keep theirs.
 */
import MagicString from 'magic-string';
import {
  type BlockStatement,
  type CallExpression,
  type Expression,
  type Function as FunctionNode,
  type ObjectExpression,
  parseSync,
  type Statement,
  Visitor,
} from 'oxc-parser';

/** What was made direct. */
export interface DirectCalls {
  code: string;
  /** Functions of the host that are called without a task. */
  imports: number;
  /** Async exports that start and end without waiting for the microtasks between. */
  exports: number;
}

const TRAMPOLINE = /^_trampoline\d+$/;

/** @returns `code`, jco's output, with direct calls wherever its shape is the one that is known */
export function directCalls(code: string): DirectCalls {
  const { program, errors } = parseSync('glue.js', code);
  const [error] = errors;
  if (error !== undefined) throw new SyntaxError(`jco's output does not parse: ${error.message}`);
  const text = new MagicString(code);
  const hostFunctions = new Map<string, FunctionNode>();
  const suspending = new Set<string>();
  const lowered: { trampoline: string; component: number; value: Expression }[] = [];
  const entries: FunctionNode[] = [];
  new Visitor({
    VariableDeclarator({ id, init }) {
      if (id.type !== 'Identifier' || init === null) return;
      if (TRAMPOLINE.test(id.name) && init.type === 'FunctionExpression') hostFunctions.set(id.name, init);
      else if (TRAMPOLINE.test(`_${id.name}`)) {
        const component = loweringComponent(init, `_${id.name}`);
        if (component !== undefined) lowered.push({ trampoline: `_${id.name}`, component, value: init });
      }
    },
    AssignmentExpression({ left }) {
      if (left.type !== 'MemberExpression' || left.object.type !== 'Identifier' || left.computed) return;
      if (left.property.name === 'manuallyAsync') suspending.add(left.object.name);
    },
    FunctionDeclaration(node) {
      if (node.async) entries.push(node);
    },
  }).visit(program);

  let imports = 0;
  for (const { trampoline, component, value } of lowered) {
    const body = hostFunctions.get(trampoline);
    if (body === undefined || body.async || suspending.has(trampoline)) continue;
    const edits = directHostFunction(body, code);
    if (edits === undefined) continue;
    for (const { start, end, replacement } of edits) text.overwrite(start, end, replacement);
    text.appendLeft((body.body as BlockStatement).start + 1, `_checkMayLeave(${component});`);
    text.overwrite(value.start, value.end, trampoline);
    imports++;
  }
  let exports = 0;
  for (const entry of entries) {
    const edits = directEntry(entry, code);
    for (const { start, end, replacement } of edits ?? []) text.overwrite(start, end, replacement);
    if (edits !== undefined) exports++;
  }
  return { code: text.toString(), imports, exports };
}

interface Edit {
  start: number;
  end: number;
  replacement: string;
}

/** The component of `… ? new WebAssembly.Suspending(…) : _lowerImportBackwardsCompat.bind(null, { componentIdx, … })`. */
function loweringComponent(init: Expression, trampoline: string): number | undefined {
  if (init.type !== 'ConditionalExpression' || init.alternate.type !== 'CallExpression') return undefined;
  const { callee, arguments: args } = init.alternate;
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return undefined;
  if (callee.object.name !== '_lowerImportBackwardsCompat') return undefined;
  const options = args[1];
  if (options?.type !== 'ObjectExpression') return undefined;
  const component = property(options, 'componentIdx');
  const target = property(options, 'importFn');
  const isAsync = [property(options, 'isAsync'), property(options, 'funcTypeIsAsync')];
  if (component?.type !== 'Literal' || typeof component.value !== 'number') return undefined;
  if (target?.type !== 'Identifier' || target.name !== trampoline) return undefined;
  if (isAsync.some((value) => value?.type !== 'Literal' || value.value !== false)) return undefined;
  return component.value;
}

function property(object: ObjectExpression, name: string): Expression | undefined {
  for (const item of object.properties) {
    if (item.type === 'Property' && item.key.type === 'Identifier' && item.key.name === name) return item.value;
  }
  return undefined;
}

/** What takes the task out of a host function; undefined where its shape is another. */
function directHostFunction(node: FunctionNode, code: string): Edit[] | undefined {
  const statements = (node.body as BlockStatement).body;
  const from = statements.findIndex((statement) => declares(statement, 'hostProvided'));
  const to = statements.findIndex((statement) => declares(statement, 'started'));
  if (from === -1 || to < from) return undefined;
  const edits: Edit[] = [{ start: statements[from]!.start, end: statements[to]!.end, replacement: '' }];
  let calls = 0;
  new Visitor({
    ExpressionStatement({ start, end, expression }) {
      if (start >= statements[from]!.start && end <= statements[to]!.end) return;
      if (expression.type === 'CallExpression' && methodOf(expression, 'task') !== undefined)
        edits.push({ start, end, replacement: ';' });
    },
    CallExpression(call) {
      const inner = hostCall(call);
      if (inner === undefined) return;
      calls++;
      edits.push({ start: call.start, end: call.end, replacement: `(${code.slice(inner.start, inner.end)})` });
    },
  }).visit({ type: 'Program', body: statements.slice(to + 1) } as never);
  if (calls !== 1) return undefined;
  const rest = remaining(code, statements[to]!.end, node.end, edits);
  return /\b(?:task|subtask|parentTask|hostProvided)\b/.test(rest) ? undefined : edits;
}

/** The text of `[start, end)` without what the edits replace. */
function remaining(code: string, start: number, end: number, edits: readonly Edit[]): string {
  let rest = '';
  let at = start;
  for (const edit of edits.filter((one) => one.start >= start).toSorted((a, b) => a.start - b.start)) {
    rest += code.slice(at, edit.start);
    at = edit.end;
  }
  return rest + code.slice(at, end);
}

function declares(statement: Statement, name: string): boolean {
  if (statement.type !== 'VariableDeclaration') return false;
  return statement.declarations.some(({ id }) => id.type === 'Identifier' && id.name === name);
}

/** The method that is called of `object`. */
function methodOf({ callee }: CallExpression, object: string): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type !== 'Identifier') return undefined;
  return callee.object.name === object ? callee.property.name : undefined;
}

/** The call in `_withGlobalCurrentTaskMeta({ …, fn: () => _trackHostOperation(() => CALL) })`. */
function hostCall({ callee, arguments: args }: CallExpression): Expression | undefined {
  if (callee.type !== 'Identifier' || callee.name !== '_withGlobalCurrentTaskMeta') return undefined;
  const [options] = args;
  const tracked = options?.type === 'ObjectExpression' ? returnedBy(property(options, 'fn')) : undefined;
  if (tracked?.type !== 'CallExpression' || tracked.callee.type !== 'Identifier') return undefined;
  if (tracked.callee.name !== '_trackHostOperation') return undefined;
  return returnedBy(tracked.arguments[0]);
}

/** What `() => expression` gives. */
function returnedBy(node: unknown): Expression | undefined {
  const arrow = node as Expression | undefined;
  if (arrow?.type !== 'ArrowFunctionExpression' || arrow.async || !arrow.expression) return undefined;
  return arrow.body as unknown as Expression;
}

/**
 * What lets an async export begin, and end where the guest is done with its first slice, in the microtask that called it: entering
 * waits only where another task is inside, memory is taken without a stack of its own, the driver starts at once.
 */
function directEntry(node: FunctionNode, code: string): Edit[] | undefined {
  const edits: Edit[] = [];
  const seen = new Set<string>();
  new Visitor({
    AwaitExpression({ start, end, argument }) {
      if (argument.type !== 'CallExpression') return;
      const call = code.slice(argument.start, argument.end);
      if (methodOf(argument, 'task') === 'enter' && argument.arguments.length === 0) {
        seen.add('enter');
        edits.push({ start, end, replacement: `task.tryEnter() ?? ${code.slice(start, end)}` });
      } else if (argument.callee.type === 'Identifier' && /^realloc\d+Async$/.test(argument.callee.name)) {
        edits.push({ start, end, replacement: call.replace('Async', '') });
      }
    },
    ExpressionStatement({ start, end, expression }) {
      const driver = expression.type === 'CallExpression' ? queuedDriver(expression) : undefined;
      if (driver === undefined) return;
      seen.add('driver');
      edits.push({ start, end, replacement: `${code.slice(driver.start, driver.end)};` });
    },
  }).visit({ type: 'Program', body: (node.body as BlockStatement).body } as never);
  return seen.size === 2 ? edits : undefined;
}

/** The call in `queueMicrotask(async () => { try { await _driverLoop(…) } catch { } })`; the driver hands its errors to the task. */
function queuedDriver({ callee, arguments: args }: CallExpression): CallExpression | undefined {
  if (callee.type !== 'Identifier' || callee.name !== 'queueMicrotask') return undefined;
  let driver: CallExpression | undefined;
  new Visitor({
    AwaitExpression({ argument }) {
      if (argument.type !== 'CallExpression' || argument.callee.type !== 'Identifier') return;
      if (argument.callee.name === '_driverLoop') driver = argument;
    },
  }).visit({ type: 'Program', body: args } as never);
  return driver;
}
