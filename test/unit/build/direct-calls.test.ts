import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { directCalls } from '../../../src/build/direct-calls.ts';
import { dropDebugCalls } from '../../../src/build/drop-debug.ts';
import { buildComponent } from '../../../src/build/index.ts';
import { transpile } from '../../../src/build/transpile.ts';

/** The parts of jco's glue that matter here, with book-keeping that fails when it is used. */
function glue({ task = 'task.exit();', manuallyAsync = '', isAsync = 'false' } = {}): string {
  return `
  const trapped = [];
  const _checkMayLeave = (component) => { if (!mayLeave(component)) throw new Error('cannot leave'); };
  const getOrCreateAsyncState = () => ({ markTrapped: (error) => trapped.push(error.message) });
  const createNewCurrentTask = () => { throw new Error('a task'); };
  const _lowerImportBackwardsCompat = () => { throw new Error('lowered with a task'); };
  const _suspendingImport = (component, fn) => fn;
  const _trampoline7 = function(arg0) {
    const hostProvided = true;
    let parentTask;
    let task;
    let subtask;
    const createTask = () => {
      const results = createNewCurrentTask({ componentIdx: -1 });
      task = results[0];
    };
    taskCreation: {
      createTask();
      if (hostProvided) { subtask = parentTask.getLatestSubtask(); task.setParentSubtask(subtask); }
    }
    const started = task.enterSync();
    let ret;
    try {
      ret = _withGlobalCurrentTaskMeta({
        componentIdx: task.componentIdx(),
        taskID: task.id(),
        fn: () => _trackHostOperation(() => host(arg0 >>> 0)),
      })
      ;
    } catch (err) {
      getOrCreateAsyncState(3).markTrapped(err);
      task.setErrored(err);
      task.reject(err);
      task.exit();
      throw err;
    }
    task.resolve([+ret]);
    ${task}
    return +ret;
  }
  ${manuallyAsync}
  let trampoline7 = _trampoline7.manuallyAsync ? new WebAssembly.Suspending(_suspendingImport(3, _lowerImportBackwardsCompat.bind(
  null, { componentIdx: 3, isAsync: false, funcTypeIsAsync: false, importFn: _trampoline7 }))) : _lowerImportBackwardsCompat.bind(
  null, { componentIdx: 3, isAsync: ${isAsync}, funcTypeIsAsync: false, importFn: _trampoline7 });
  return { trampoline7, trapped };`;
}

interface Glue {
  trampoline7(value: number): number;
  trapped: string[];
}

function run(code: string, host: (value: number) => number, mayLeave = (_component: number) => true): Glue {
  return new Function('host', 'mayLeave', code)(host, mayLeave) as Glue;
}

/** As a function body, so that its `return` parses. */
function transformed(source: string) {
  const { code, ...counts } = directCalls(`async function body() {${source}}`);
  return { code: code.slice('async function body() {'.length, -1), ...counts };
}

describe('directCalls', () => {
  it('calls a synchronous function of the host without a task', () => {
    const { code, imports } = transformed(glue());
    expect(imports).toBe(1);
    expect(code).not.toMatch(/createNewCurrentTask\(\{|\btask\./);
    expect(run(code, (value) => value * 2).trampoline7(-1)).toBe(2 * 0xffffffff);
  });

  it('still refuses to leave a component that may not be left', () => {
    const asked: number[] = [];
    const mayLeave = (component: number) => asked.push(component) < 0;
    const calls: number[] = [];
    const { trampoline7 } = run(transformed(glue()).code, (value) => calls.push(value), mayLeave);
    expect(() => trampoline7(1)).toThrow('cannot leave');
    expect(asked).toEqual([3]);
    expect(calls).toEqual([]);
  });

  it('still marks the component where the host fails, and passes the error on', () => {
    const { trampoline7, trapped } = run(transformed(glue()).code, () => {
      throw new RangeError('too many');
    });
    expect(() => trampoline7(1)).toThrow(new RangeError('too many'));
    expect(trapped).toEqual(['too many']);
  });

  it.each([
    ['that may suspend', { manuallyAsync: '_trampoline7.manuallyAsync = true;' }],
    ['that is lowered as asynchronous', { isAsync: 'true' }],
    ['whose task is used in another way', { task: 'later(task);' }],
  ])('leaves a function alone %s', (_name, parts) => {
    const source = glue(parts);
    expect(transformed(source)).toEqual({ code: source, imports: 0, exports: 0 });
  });

  it('refuses what is no JavaScript', () => {
    expect(() => directCalls('const = 1')).toThrow(SyntaxError);
  });

  it('knows the shape of all that jco makes of a component', async () => {
    const component = await buildComponent(join(import.meta.dirname, '../../../examples/tools/shell_exec.ts'), 'tool');
    const { glue: code } = await transpile(component);
    // Minified, names of properties stay: only what may suspend is lowered with a task.
    const withTask = new Set([...code.matchAll(/trampolineIdx:(\d+)/g)].map(([, index]) => index));
    const suspending = code.match(/\.manuallyAsync=!0/g) ?? [];
    expect(withTask.size).toBe(suspending.length);
    expect(withTask.size).toBeGreaterThan(0);
    expect(code).toMatch(/\.tryEnter\(\)\?\?await/);
    expect(dropDebugCalls(code).dropped).toBe(0);
  });
});
