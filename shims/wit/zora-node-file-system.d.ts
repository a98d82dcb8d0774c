// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/file-system@0.1.0' {
  /**
   * Opens a file. `flags` are `open(2)`'s; a pipe is never waited for: one to write to that has no reader is `ENXIO`.
   * The bits of `mode` that make a program run as its owner are refused with `EPERM`, here as everywhere.
   */
  export function open(path: string, flags: number, mode: number): Descriptor;
  /**
   * Opens a file, reads it and closes it again.
   */
  export function readFile(path: string, flags: number): Contents;
  /**
   * Opens a file, writes at most 1 MiB and closes it again.
   */
  export function writeFile(path: string, flags: number, mode: number, data: Uint8Array): void;
  /**
   * What a path is; of a link itself unless `follow`.
   */
  export function stat(path: string, follow: boolean): FileStat;
  /**
   * What the path's file system is.
   */
  export function statVolume(path: string): VolumeStat;
  /**
   * Whether the host's user may do what `mode` says (`access(2)`); 0 asks whether the path is there.
   */
  export function access(path: string, mode: number): void;
  /**
   * Makes a directory.
   */
  export function makeDirectory(path: string, mode: number): void;
  /**
   * Makes a directory with a name that begins with `prefix` and ends with six random characters, and gives its path.
   */
  export function makeTemporaryDirectory(prefix: string): string;
  /**
   * Lists a directory.
   */
  export function readDirectory(path: string): Listing;
  /**
   * Opens a directory.
   */
  export function openDirectory(path: string): Directory;
  /**
   * Renames or moves. Nothing denied may lie beneath.
   */
  export function rename(from: string, to: string): void;
  /**
   * Gives a file a second name.
   */
  export function link(existing: string, new_: string): void;
  /**
   * Makes a symbolic link at `path`. Where `target` leads, from there, is checked too.
   */
  export function symbolicLink(target: string, path: string): void;
  /**
   * Where a link points.
   */
  export function readLink(path: string): string;
  /**
   * The path without links.
   */
  export function realPath(path: string): string;
  /**
   * Removes a name that is no directory.
   */
  export function unlink(path: string): void;
  /**
   * Removes an empty directory.
   */
  export function removeDirectory(path: string): void;
  /**
   * Copies a file. `mode` is 0 or the sum of 1 (the destination must not exist), 2 (share blocks where possible) and 4 (or fail).
   */
  export function copyFile(source: string, destination: string, mode: number): void;
  /**
   * Sets the permissions.
   */
  export function setMode(path: string, mode: number): void;
  /**
   * Sets owner and group; of a link itself unless `follow`.
   */
  export function setOwner(path: string, uid: number, gid: number, follow: boolean): void;
  /**
   * Sets the times of last access and change, seconds since the Unix epoch; of a link itself unless `follow`.
   */
  export function setTimes(path: string, accessed: number, modified: number, follow: boolean): void;
  /**
   * Watches a file or directory, with all beneath it where `recursive`: then nothing denied may lie there.
   */
  export function watch(path: string, recursive: boolean): Watcher;
  /**
   * Suspends the guest for so many milliseconds, at most 10,000: for the waits of synchronous functions.
   */
  export function pause(milliseconds: number): void;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type Error = import('zora:node/errors@0.1.0').Error;
  /**
   * What a path is.
   * # Variants
   *
   * ## `"unknown"`
   *
   * Something else, or the system does not say.
   * ## `"file"`
   *
   * A regular file.
   * ## `"directory"`
   *
   * A directory.
   * ## `"symbolic-link"`
   *
   * A symbolic link.
   * ## `"fifo"`
   *
   * A named pipe.
   * ## `"socket"`
   *
   * A socket.
   * ## `"character-device"`
   *
   * A character device.
   * ## `"block-device"`
   *
   * A block device.
   */
  export type FileKind = 'unknown' | 'file' | 'directory' | 'symbolic-link' | 'fifo' | 'socket' | 'character-device' | 'block-device';
  /**
   * A moment: seconds since the Unix epoch and the rest.
   */
  export interface Timestamp {
    /**
     * Whole seconds, rounded down.
     */
    seconds: number,
    /**
     * 0 to 999,999,999.
     */
    nanoseconds: number,
  }
  /**
   * What `stat` tells.
   */
  export interface FileStat {
    /**
     * The device that holds the file.
     */
    device: number,
    /**
     * Its number there.
     */
    inode: number,
    /**
     * Kind and permissions.
     */
    mode: number,
    /**
     * Names of the file.
     */
    links: number,
    /**
     * The owner.
     */
    uid: number,
    /**
     * The group.
     */
    gid: number,
    /**
     * The device that a device file stands for.
     */
    represents: number,
    /**
     * Bytes.
     */
    size: number,
    /**
     * The best size of a transfer.
     */
    blockSize: number,
    /**
     * Blocks of 512 bytes.
     */
    blocks: number,
    /**
     * Last read.
     */
    accessed: Timestamp,
    /**
     * Content changed.
     */
    modified: Timestamp,
    /**
     * Anything changed.
     */
    changed: Timestamp,
    /**
     * Made.
     */
    created: Timestamp,
  }
  /**
   * What `statfs` tells.
   */
  export interface VolumeStat {
    /**
     * The file system's type.
     */
    kind: number,
    /**
     * The size of a block.
     */
    blockSize: number,
    /**
     * All blocks.
     */
    blocks: number,
    /**
     * Free ones.
     */
    freeBlocks: number,
    /**
     * Free ones that an ordinary user may take.
     */
    availableBlocks: number,
    /**
     * All file nodes.
     */
    files: number,
    /**
     * Free ones.
     */
    freeFiles: number,
  }
  /**
   * One name in a directory.
   */
  export interface DirectoryEntry {
    /**
     * The name, without the directory. What is no UTF-8 has replacement characters.
     */
    name: string,
    /**
     * What it is; a link is a link.
     */
    kind: FileKind,
  }
  /**
   * A directory's first entries, and the directory to read on from where there are more.
   */
  export interface Listing {
    /**
     * At most 4096; in the order of their names where they are all.
     */
    entries: Array<DirectoryEntry>,
    /**
     * The rest.
     */
    rest?: Directory | null | undefined,
  }
  /**
   * A whole file, or a descriptor where it is no regular file or larger than 1 MiB.
   */
  export type Contents = ContentsWhole | ContentsOpened;
  /**
   * All of it.
   */
  export interface ContentsWhole {
    tag: 'whole',
    val: Uint8Array,
  }
  /**
   * To be read in pieces.
   */
  export interface ContentsOpened {
    tag: 'opened',
    val: Descriptor,
  }
  /**
   * What happened to a watched path.
   */
  export interface WatchEvent {
    /**
     * It came, went or was renamed (`rename`); else it changed (`change`).
     */
    renamed: boolean,
    /**
     * The name below the watched directory, or the file's own; none where the system does not say.
     */
    name?: string | null | undefined,
  }

  export class Descriptor implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Reads at most `len` bytes (the host caps it at 1 MiB) from `position`, or from the file's own position, which moves.
    * An empty list is the end of the file. A pipe or terminal where nothing is there yet is `EAGAIN`.
    */
    read(len: number, position: number | null): Uint8Array;
    /**
    * Writes at `position`, or at the file's own, which moves; the answer is how many bytes were written (at most 1 MiB).
    */
    write(data: Uint8Array, position: number | null): number;
    /**
    * What the file is.
    */
    stat(): FileStat;
    /**
    * Cuts the file, or fills it up with zeros.
    */
    setSize(size: number): void;
    /**
    * Sets the permissions.
    */
    setMode(mode: number): void;
    /**
    * Sets owner and group; 4294967295 leaves one as it is.
    */
    setOwner(uid: number, gid: number): void;
    /**
    * Sets the times of last access and change, seconds since the Unix epoch.
    */
    setTimes(accessed: number, modified: number): void;
    /**
    * Waits until content and attributes are on the disk.
    */
    sync(): void;
    /**
    * Waits until the content is.
    */
    syncData(): void;
    [Symbol.dispose](): void;
  }

  export class Directory implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * The next entries, at most `max` (capped at 4096), without `.` and `..`; none at the end.
    */
    read(max: number): Array<DirectoryEntry>;
    [Symbol.dispose](): void;
  }

  export class Watcher implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * What happened since the last call; at most 4096 events are kept. None: nothing, wait for the pollable.
    */
    take(): Array<WatchEvent>;
    /**
    * The pollable that is ready while events wait to be taken.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
