/** Loaded before a snippet: the package by its name, other packages from the project, and the names that pages leave undeclared. */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(import.meta.dirname, '../../..');
const ENTRIES: Readonly<Record<string, string>> = {
  'wasi-node': 'src/index.ts',
  'wasi-node/zora': 'src/zora/index.ts',
  'wasi-node/host-bridge': 'host-bridge/index.ts',
  'wasi-node/contract': 'contract/index.ts',
};
const FOLDER = pathToFileURL(ROOT).href;
const PROJECT = pathToFileURL(join(ROOT, 'package.json')).href;

registerHooks({
  resolve(specifier, context, next) {
    const entry = ENTRIES[specifier];
    if (entry !== undefined) return next(pathToFileURL(join(ROOT, entry)).href, context);
    // A snippet finds the project's packages; those find their own.
    const isOutside = context.parentURL?.startsWith(FOLDER) !== true;
    const isBare = /^[^./]/.test(specifier) && !/^\w+:/.test(specifier);
    return next(specifier, isBare && isOutside ? { ...context, parentURL: PROJECT } : context);
  },
});

const now = Date.now();
Object.assign(globalThis, {
  token: {
    jobId: 'page',
    allowedPaths: [],
    deniedPaths: [],
    allowedCommands: ['git'],
    allowedTools: [],
    maxExecutionTime: 30_000,
    createdAt: new Date(now),
    expiresAt: new Date(now + 600_000),
  },
  ask: () => true,
  log: () => {},
});

// `console.assert` of a snippet is a test.
console.assert = (value?: boolean, ...data: unknown[]): void => {
  if (!value) throw new Error(`an assertion of the snippet does not hold ${data.join(' ')}`);
};
