/** Node's `BigIntStats` in the WIT's form. */
import type { BigIntStats, BigIntStatsFs } from 'node:fs';
import type { FileStat, Timestamp, VolumeStat } from '../../wit/zora-node-file-system.d.ts';

const BILLION = 1_000_000_000n;

/** What `stat` tells. */
export function toFileStat(stats: BigIntStats): FileStat {
  return {
    device: stats.dev,
    inode: stats.ino,
    mode: Number(stats.mode),
    links: stats.nlink,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    represents: stats.rdev,
    size: stats.size,
    blockSize: Number(stats.blksize),
    blocks: stats.blocks,
    accessed: toTimestamp(stats.atimeNs),
    modified: toTimestamp(stats.mtimeNs),
    changed: toTimestamp(stats.ctimeNs),
    created: toTimestamp(stats.birthtimeNs),
  };
}

/** What `statfs` tells. */
export function toVolumeStat(stats: BigIntStatsFs): VolumeStat {
  return {
    kind: BigInt.asUintN(64, stats.type),
    blockSize: stats.bsize,
    blocks: stats.blocks,
    freeBlocks: stats.bfree,
    availableBlocks: stats.bavail,
    files: stats.files,
    freeFiles: stats.ffree,
  };
}

function toTimestamp(nanoseconds: bigint): Timestamp {
  let seconds = nanoseconds / BILLION;
  let rest = nanoseconds % BILLION;
  if (rest < 0n) {
    seconds -= 1n;
    rest += BILLION;
  }
  return { seconds, nanoseconds: Number(rest) };
}
