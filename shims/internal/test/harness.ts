/** The run of a program's tests: from the first `test()` to the end of the event loop, which makes the exit code. */
import process from '../../process.ts';
import { setCheck } from '../loop.ts';
import { validateFunction, validateObject } from '../validators.ts';
import type { Counts } from './events.ts';
import { currentTest, type HookName, TestNode } from './node.ts';
import { type TestFunction, type TestOptions, validateOptions } from './options.ts';
import { SpecWriter } from './spec.ts';

/** The suite whose function runs. */
let currentSuite: TestNode | undefined;
let root: TestNode | undefined;
let writer: SpecWriter;
let reported = 0;
let started = 0;
let begins: Promise<void>;

/** The test that all others are in; the first call installs what happens at the end. */
function rootTest(): TestNode {
  if (root !== undefined) return root;
  root = new TestNode('test', '<root>', {}, () => {}, undefined);
  writer = new SpecWriter();
  started = performance.now();
  // The program's own code comes first: it may still add hooks.
  begins = new Promise((resolve) => setCheck(resolve));
  process.on('uncaughtException', onUncaught);
  process.on('unhandledRejection', (error: unknown) => onUncaught(error, 'unhandledRejection'));
  process.once('beforeExit', () => void finish());
  return root;
}

function onUncaught(error: unknown, origin: 'uncaughtException' | 'unhandledRejection'): void {
  const test = currentTest();
  if (test !== undefined) {
    test.fail(error, origin);
    return;
  }
  const what = error instanceof Error ? error.message : String(error);
  const activity = origin === 'uncaughtException' ? 'an uncaughtException' : 'an unhandledRejection';
  root?.diagnostics.push(
    `Error: A resource generated asynchronous activity after the test ended: ${activity}: ${what}`,
  );
  process.exitCode = 1;
}

/** Where a test that is declared now belongs. */
export function enclosing(): TestNode {
  return currentSuite ?? currentTest() ?? rootTest();
}

/** Adds a test and starts it. @returns settles when it has ended */
export function startTest(parent: TestNode, name: string, options: TestOptions, fn: TestFunction): Promise<void> {
  const test = addTest(parent, 'test', name, options, fn);
  return parent.type === 'suite' ? Promise.resolve() : run(test);
}

/** Adds a suite, whose function declares its tests now. */
export function startSuite(name: string, options: TestOptions, fn: TestFunction): Promise<void> {
  const parent = enclosing();
  const suite = addTest(parent, 'suite', name, options, fn);
  return declare(suite, parent);
}

async function declare(suite: TestNode, parent: TestNode): Promise<void> {
  const { fn } = suite;
  const outer = currentSuite;
  currentSuite = suite;
  let declared: unknown;
  try {
    declared = Reflect.apply(fn, suite.context, [suite.context]);
  } catch (error) {
    suite.fail(error, 'hookFailed');
  } finally {
    currentSuite = outer;
  }
  if (declared instanceof Promise) await declared.catch((error: unknown) => suite.fail(error, 'hookFailed'));
  if (parent.type !== 'suite') await run(suite);
}

function addTest(parent: TestNode, type: 'suite' | 'test', name: string, options: TestOptions, fn: TestFunction) {
  validateOptions(options);
  return new TestNode(type, name, { ...options, timeout: options.timeout ?? parent.options.timeout }, fn, parent);
}

async function run(test: TestNode): Promise<void> {
  if (test.parent === root) await begins;
  await test.start();
  if (test.parent !== root) return;
  report();
  // What `after` closes may be what keeps the loop alive.
  setCheck(() => {
    if (root?.subtests.every(({ finished }) => finished)) void runAfter();
  });
}

let afterFailure: unknown;
let ranAfter: Promise<void> | undefined;

/** The `after` hooks of the program, once. */
function runAfter(): Promise<void> {
  ranAfter ??= (root as TestNode).runHooks('after').catch((error: unknown) => {
    afterFailure = error;
  });
  return ranAfter;
}

/** Prints the results that are complete, in the order of the tests. */
function report(): void {
  const tests = (root as TestNode).subtests;
  while (tests[reported]?.finished) {
    for (const event of (tests[reported] as TestNode).events(++reported)) writer.write(event);
  }
}

/** Adds a hook to a test or suite. */
export function addHook(node: TestNode, name: HookName, fn: unknown = () => {}, options: TestOptions = {}): void {
  validateFunction(fn, 'fn');
  validateObject(options, 'options');
  validateOptions(options);
  node.hooks[name].push({ fn: fn as TestFunction, options });
}

/** The loop has nothing left to do: tests that have not ended never will. */
async function finish(): Promise<void> {
  const node = rootTest();
  for (const test of node.subtests) {
    test.cancel('Promise resolution is still pending but the event loop has already resolved');
  }
  report();
  let failed = node.subtests.some(({ passed, todo }) => !passed && (todo === undefined || todo === false));
  await runAfter();
  if (afterFailure !== undefined) {
    failed = true;
    writer.diagnostic(`Error: ${afterFailure instanceof Error ? afterFailure.message : String(afterFailure)}`);
  }
  for (const message of node.diagnostics) writer.diagnostic(message);
  const counts: Counts = { tests: 0, suites: 0, passed: 0, failed: 0, cancelled: 0, skipped: 0, todo: 0 };
  for (const test of node.subtests) test.count(counts);
  writer.end(counts, performance.now() - started);
  if (failed) process.exitCode = 1;
}
