/** Packages that read arguments, values and text: as scripts, and some as tools. */
import { describe, test } from 'vitest';
import { fileSandbox, scratchFolder } from '../support/sandbox.ts';
import { PackageRunner } from './support.ts';

const packages = new PackageRunner(fileSandbox({ maxWorkers: 2 }), scratchFolder());

describe('as a script, as in Node', () => {
  test.each(['commander', 'yargs', 'zod', 'chalk', 'csv-parse', 'yaml', 'marked', 'ajv', 'lodash', 'uuid'])(
    '%s',
    (name) => packages.expectScript(name),
  );
});

describe('as a tool, as in Node', () => {
  test.each(['commander', 'yargs', 'zod', 'chalk', 'csv-parse', 'yaml', 'marked', 'ajv', 'lodash', 'uuid'])(
    '%s',
    (name) => packages.expectTool(name),
  );
});
