#!/usr/bin/env node
/**
 * The command line's entry. Node keeps what it compiles, here and in the worker threads, in our cache: that halves a start. What is
 * imported statically would be compiled before it is told so.
 */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheFolder, isOwnFolder } from '../build/cache.ts';

// Worker threads read the variable. Node believes what is in it: where others could write, it is not used.
if (isOwnFolder(cacheFolder())) process.env['NODE_COMPILE_CACHE'] ??= join(cacheFolder(), 'compiled');
if (process.env['NODE_COMPILE_CACHE'] !== undefined) enableCompileCache(process.env['NODE_COMPILE_CACHE']);
if (process.argv[2] === 'run') {
  const { startSpareThread } = await import('../sandbox/pool.ts');
  startSpareThread();
}
await import('./main.ts');
