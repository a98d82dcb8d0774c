/** Finds Node's test files in a folder that holds `parallel/` (or `test/parallel/`), `common/` and `fixtures/`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exclusionOf } from './rules.ts';

/** One of Node's tests. */
export interface SuiteTest {
  /** `test-fs-read.js` */
  name: string;
  path: string;
  /** The part of Node that it is about: `fs`, `child-process`, `whatwg-url`. */
  module: string;
  /** Why it does not apply. */
  excluded: string | undefined;
}

export interface Suite {
  /** The folder with `parallel/`, `common/`, `fixtures/`. */
  root: string;
  tests: SuiteTest[];
}

/** Names of more than one word; any other test's module is the first word after `test-`. */
const LONG_MODULES = [
  'child-process',
  'string-decoder',
  'whatwg-url',
  'whatwg-webstreams',
  'async-hooks',
  'async-local-storage',
  'worker-message',
];

/**
 * @param only part of a test's name, such as `child-process` or `test-fs-read.js`; several by commas
 * @throws TypeError when the folder is no suite
 */
export function readSuite(folder: string, only: string | undefined): Suite {
  const root = [resolve(folder), resolve(folder, 'test')].find((path) => existsSync(join(path, 'parallel')));
  if (root === undefined || !existsSync(join(root, 'common')) || !existsSync(join(root, 'fixtures'))) {
    throw new TypeError(
      `${folder} does not hold parallel/, common/ and fixtures/ (scripts/node-suite.sh fetches them)`,
    );
  }
  const patterns = only?.split(',').map((part) => part.trim());
  const names = readdirSync(join(root, 'parallel'))
    .filter((name) => /^test-.*\.[cm]?js$/.test(name))
    .filter((name) => patterns === undefined || patterns.some((part) => matches(name, part)))
    .sort();
  return { root, tests: names.map((name) => describe(root, name)) };
}

function matches(name: string, part: string): boolean {
  return part.startsWith('test-') ? name.startsWith(part.replace(/\*$/, '')) : name.startsWith(`test-${part}`);
}

function describe(root: string, name: string): SuiteTest {
  const path = join(root, 'parallel', name);
  const stem = name.replace(/^test-/, '').replace(/\.[cm]?js$/, '');
  const module = LONG_MODULES.find((long) => stem.startsWith(long)) ?? /^[a-z0-9]+/i.exec(stem)?.[0] ?? stem;
  return { name, path, module, excluded: exclusionOf(readFileSync(path, 'utf8')) };
}
