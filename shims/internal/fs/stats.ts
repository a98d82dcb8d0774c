/**
 * `fs.Stats`, `BigIntStats` and `StatFs`.
 *
 * https://nodejs.org/api/fs.html#class-fsstats
 */
import type { FileStat, Timestamp, VolumeStat } from 'zora:node/file-system@0.1.0';
import { deprecation } from '../process/emit-warning.ts';
import { S_IFMT } from './constants.ts';

const TIMES = ['atime', 'mtime', 'ctime', 'birthtime'] as const;

interface StatsBase {
  mode: number | bigint;
  [key: `${string}Ms`]: number | bigint;
}

function isKind(stats: StatsBase, kind: number): boolean {
  // A kind's bits are beyond those that a small number of a test double might lack.
  return typeof stats.mode === 'bigint'
    ? (stats.mode & BigInt(S_IFMT)) === BigInt(kind)
    : (stats.mode & S_IFMT) === kind;
}

/** What both classes have: the questions for the kind, and the times as dates, made when they are asked for. */
function addMembers(prototype: object): void {
  const kinds = {
    isDirectory: 0o40000,
    isFile: 0o100000,
    isBlockDevice: 0o60000,
    isCharacterDevice: 0o20000,
    isSymbolicLink: 0o120000,
    isFIFO: 0o10000,
    isSocket: 0o140000,
  };
  for (const [name, kind] of Object.entries(kinds)) {
    const method = function (this: StatsBase): boolean {
      return isKind(this, kind);
    };
    Object.defineProperty(method, 'name', { value: name });
    Object.defineProperty(prototype, name, { value: method, writable: true, configurable: true, enumerable: true });
  }
  for (const time of TIMES) {
    const set = (stats: object, value: unknown) =>
      Object.defineProperty(stats, time, { value, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(prototype, time, {
      configurable: true,
      enumerable: true,
      get(this: StatsBase) {
        const date = new Date(Math.round(Number(this[`${time}Ms`])));
        if (this !== prototype) set(this, date);
        return date;
      },
      set(this: StatsBase, value: unknown) {
        set(this, value);
      },
    });
  }
}

interface StatsFields {
  dev: unknown;
  mode: unknown;
  nlink: unknown;
  uid: unknown;
  gid: unknown;
  rdev: unknown;
  blksize: unknown;
  ino: unknown;
  size: unknown;
  blocks: unknown;
  atimeMs: unknown;
  mtimeMs: unknown;
  ctimeMs: unknown;
  birthtimeMs: unknown;
}

const FIELDS = [
  'dev',
  'mode',
  'nlink',
  'uid',
  'gid',
  'rdev',
  'blksize',
  'ino',
  'size',
  'blocks',
  'atimeMs',
  'mtimeMs',
  'ctimeMs',
  'birthtimeMs',
] as const;

function fill(stats: StatsFields, args: readonly unknown[]): void {
  for (let i = 0; i < FIELDS.length; i++) stats[FIELDS[i] as keyof StatsFields] = args[i];
}

function StatsFunction(this: StatsFields | undefined, ...args: unknown[]): unknown {
  warnOfConstructor();
  if (new.target === undefined) return Reflect.construct(StatsFunction, args);
  fill(this as StatsFields, args);
  return undefined;
}

const warnOfConstructor = /* @__PURE__ */ deprecation('fs.Stats constructor is deprecated.', 'DEP0180');

function withMembers<C extends { prototype: object }>(name: string, constructor: C): C {
  Object.defineProperty(constructor, 'name', { value: name });
  addMembers(constructor.prototype);
  return constructor;
}

/** https://nodejs.org/api/fs.html#class-fsstats */
export const Stats = /* @__PURE__ */ withMembers('Stats', StatsFunction) as unknown as typeof import('node:fs').Stats;

/** The class of `{ bigint: true }`; Node does not export it. */
export const BigIntStats = /* @__PURE__ */ withMembers('BigIntStats', class {});

const milliseconds = ({ seconds, nanoseconds }: Timestamp): number => seconds * 1000 + nanoseconds / 1e6;
const nanoseconds = ({ seconds, nanoseconds: rest }: Timestamp): bigint =>
  BigInt(seconds) * 1_000_000_000n + BigInt(rest);

/** Node's form of what the host tells. Written out: it is what a program asks for most. */
export function toStats(stat: FileStat, bigint: boolean): import('node:fs').Stats {
  if (bigint) return toBigIntStats(stat);
  const stats = Object.create(Stats.prototype) as StatsFields;
  stats.dev = stat.device;
  stats.mode = stat.mode;
  stats.nlink = stat.links;
  stats.uid = stat.uid;
  stats.gid = stat.gid;
  stats.rdev = stat.represents;
  stats.blksize = stat.blockSize;
  stats.ino = stat.inode;
  stats.size = stat.size;
  stats.blocks = stat.blocks;
  stats.atimeMs = milliseconds(stat.accessed);
  stats.mtimeMs = milliseconds(stat.modified);
  stats.ctimeMs = milliseconds(stat.changed);
  stats.birthtimeMs = milliseconds(stat.created);
  return stats as unknown as import('node:fs').Stats;
}

function toBigIntStats(stat: FileStat): import('node:fs').Stats {
  const { device, mode, links, uid, gid, represents, blockSize, inode, size, blocks } = stat;
  const numbers = [device, mode, links, uid, gid, represents, blockSize, inode, size, blocks].map(BigInt);
  const times = [stat.accessed, stat.modified, stat.changed, stat.created].map(nanoseconds);
  const stats = new BigIntStats() as unknown as StatsFields & Record<string, bigint>;
  fill(stats, [...numbers, ...times.map((time) => time / 1_000_000n)]);
  TIMES.forEach((time, i) => {
    stats[`${time}Ns`] = times[i] as bigint;
  });
  return stats as unknown as import('node:fs').Stats;
}

/** https://nodejs.org/api/fs.html#class-fsstatfs */
export class StatFs {
  type: unknown;
  bsize: unknown;
  blocks: unknown;
  bfree: unknown;
  bavail: unknown;
  files: unknown;
  ffree: unknown;

  constructor(numbers: readonly unknown[]) {
    [this.type, this.bsize, this.blocks, this.bfree, this.bavail, this.files, this.ffree] = numbers;
  }
}

/** Node's form of what the host tells. */
export function toStatFs(stat: VolumeStat, bigint: boolean): StatFs {
  const numbers = [
    stat.kind,
    stat.blockSize,
    stat.blocks,
    stat.freeBlocks,
    stat.availableBlocks,
    stat.files,
    stat.freeFiles,
  ];
  return new StatFs(bigint ? numbers.map(BigInt) : numbers);
}
