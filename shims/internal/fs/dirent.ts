/**
 * `fs.Dirent`.
 *
 * https://nodejs.org/api/fs.html#class-fsdirent
 */
import type { FileKind } from 'zora:node/file-system@0.1.0';
import { encodeName } from './arguments.ts';

const kKind: unique symbol = Symbol('type') as never;

const KINDS: readonly FileKind[] = [
  'unknown',
  'file',
  'directory',
  'symbolic-link',
  'fifo',
  'socket',
  'character-device',
  'block-device',
];

/** A name in a directory, with what it is. */
export class Dirent {
  name: string | Uint8Array;
  parentPath: string | Uint8Array;
  [kKind]: number;

  /** @param type one of the `UV_DIRENT_…` of `fs.constants` */
  constructor(name: string | Uint8Array, type: number, path: string | Uint8Array) {
    this.name = name;
    this.parentPath = path;
    this[kKind] = type;
  }

  /** The old name of `parentPath`: gone from Node 24, read by packages that are older. */
  get path(): string | Uint8Array {
    return this.parentPath;
  }

  isDirectory(): boolean {
    return this[kKind] === 2;
  }
  isFile(): boolean {
    return this[kKind] === 1;
  }
  isBlockDevice(): boolean {
    return this[kKind] === 7;
  }
  isCharacterDevice(): boolean {
    return this[kKind] === 6;
  }
  isSymbolicLink(): boolean {
    return this[kKind] === 3;
  }
  isFIFO(): boolean {
    return this[kKind] === 4;
  }
  isSocket(): boolean {
    return this[kKind] === 5;
  }
}

/** A `Dirent` for an entry of the host's. */
export function toDirent(
  { name, kind }: { name: string; kind: FileKind },
  parent: string | Uint8Array,
  encoding?: unknown,
): Dirent {
  return new Dirent(encodeName(name, encoding), KINDS.indexOf(kind), parent);
}
