/**
 * The module object of `node:fs`, as far as its own parts call through it: programs replace functions on it (`graceful-fs`),
 * and streams then use the replacements. Where a bundle has no module object, the parts use the functions themselves.
 */

import { fsync, fsyncSync } from './functions/attributes.ts';
import { close, closeSync, open, openSync, read, readSync, write, writeSync, writev } from './functions/transfer.ts';

/** What streams and whole-file functions call. */
export interface FsModule {
  open: typeof open;
  openSync: typeof openSync;
  close: typeof close;
  closeSync: typeof closeSync;
  read: typeof read;
  readSync: typeof readSync;
  write: typeof write;
  writeSync: typeof writeSync;
  writev: typeof writev;
  fsync: typeof fsync;
  fsyncSync: typeof fsyncSync;
}

let registered: FsModule | undefined;

/** Makes `module` the module object. */
export function registerModule<M extends FsModule>(module: M): M {
  registered = module;
  return module;
}

/** The module object, or the functions where there is none. */
export function fsModule(): FsModule {
  return (registered ??= {
    open,
    openSync,
    close,
    closeSync,
    read,
    readSync,
    write,
    writeSync,
    writev,
    fsync,
    fsyncSync,
  });
}
