/** What paths and open files are. */
import type { Stats } from 'node:fs';
import { access as hostAccess, stat as hostStat, statVolume as hostStatVolume } from 'zora:node/file-system@0.1.0';
import { toDescriptor, toSmallMode } from '../arguments.ts';
import { fileOf } from '../descriptors.ts';
import { host, systemCode, toFsError } from '../host.ts';
import { type Path, toPath } from '../paths.ts';
import { type StatFs, toStatFs, toStats } from '../stats.ts';
import type { Operation } from './transfer.ts';

/** Options of `stat` and its like. */
export interface StatOptions {
  bigint?: boolean;
  throwIfNoEntry?: boolean;
}

const asOptions = (options: unknown): StatOptions => (options ?? {}) as StatOptions;

/** `stat` and `lstat`; undefined where there is nothing and `throwIfNoEntry` is false. */
export function statOperation(path: unknown, options: unknown, follow: boolean): Operation<Stats | undefined> {
  const checked = toPath(path);
  const { bigint = false, throwIfNoEntry = true } = asOptions(options);
  return () => {
    try {
      return toStats(hostStat(checked.host, follow), bigint);
    } catch (thrown) {
      if (throwIfNoEntry === false && systemCode(thrown) === 'ENOENT') return undefined;
      throw toFsError(thrown, { syscall: follow ? 'stat' : 'lstat', path: checked.given });
    }
  };
}

/** `fstat`. */
export function fstatOperation(fd: unknown, options: unknown): Operation<Stats> {
  const number = toDescriptor(fd);
  const { bigint = false } = asOptions(options);
  return () => toStats(fileOf(number, 'fstat').stat(), bigint);
}

/** `statfs`. */
export function statfsOperation(path: unknown, options: unknown): Operation<StatFs> {
  const { given, host: at } = toPath(path);
  const { bigint = false } = asOptions(options);
  return () =>
    toStatFs(
      host({ syscall: 'statfs', path: given }, () => hostStatVolume(at)),
      bigint,
    );
}

/** `access`. */
export function accessOperation(path: unknown, mode: unknown): Operation<void> {
  const { given, host: at } = toPath(path);
  const bits = toSmallMode(mode);
  return () => host({ syscall: 'access', path: given }, () => hostAccess(at, bits));
}

/** Whether the host finds a path. What may not be looked at is not there, as for `existsSync` under Node's permission model. */
export function pathExists({ host: at }: Path): boolean {
  try {
    hostAccess(at, 0);
    return true;
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && 'payload' in thrown) return false;
    throw thrown;
  }
}

/** The mode of a path or a link itself; undefined where there is nothing. @throws any other error, about `syscall` */
export function modeOf(path: Path, follow: boolean, syscall: string): number | undefined {
  try {
    return hostStat(path.host, follow).mode;
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return undefined;
    throw toFsError(thrown, { syscall, path: path.given });
  }
}

/** Whether a mode is a directory's. */
export const isDirectoryMode = (mode: number | undefined): boolean =>
  mode !== undefined && (mode & 0o170000) === 0o40000;
