/**
 * `zora:node/file-system`: the host's files through Node's own `fs`. Every path is checked and held open by the authority
 * (`capability/path-handle.ts`), and the call works on what is held.
 *
 * Path calls may wait for an `authorize` hook; they answer at once where there is none. Reading and writing an open file
 * never waits, and moves at most 1 MiB: less than a millisecond for what is in memory. What a disk is waited for
 * (`sync`, `copy-file`) leaves the host's thread free.
 */
import { fstatSync, lstatSync } from 'node:fs';
import type { Decision } from './capability/authority/decide.ts';
import * as attributes from './internal/file-system/attributes.ts';
import { openDescriptor, readWhole, writeWhole } from './internal/file-system/contents.ts';
import { copyFileTo } from './internal/file-system/copy.ts';
import { andThen, guardDecided, pathArgument, withHandle } from './internal/file-system/decided.ts';
import { Descriptor } from './internal/file-system/descriptor.ts';
import { Directory, MAX_ENTRIES, openDir, readEntries } from './internal/file-system/directory.ts';
import * as names from './internal/file-system/names.ts';
import { type FileSystemAuthority, Session } from './internal/file-system/session.ts';
import { WatchTree } from './internal/file-system/watch-tree.ts';
import { WatchEvents, Watcher, watchHeld } from './internal/file-system/watcher.ts';
import type { Implementation } from './internal/implementation.ts';
import type * as Wit from './wit/zora-node-file-system.d.ts';

export type { FileSystemAuthority } from './internal/file-system/session.ts';

/** The longest that the guest is suspended at a time; a limit of Node's timers is far beyond. */
const LONGEST_PAUSE_MS = 10_000;

/** The files of one instance. */
export class FileSystem {
  readonly #session: Session;

  constructor(authority: FileSystemAuthority) {
    this.#session = new Session(authority);
  }

  /** The interface. */
  readonly imports = {
    Descriptor,
    Directory,
    Watcher,
    open: (path: string, flags: number, mode: number) =>
      guardDecided(() => openDescriptor(this.#session, path, flags, mode)),
    readFile: (path: string, flags: number) => guardDecided(() => readWhole(this.#session, path, flags)),
    writeFile: (path: string, flags: number, mode: number, data: Uint8Array) =>
      guardDecided(() => writeWhole(this.#session, path, flags, mode, data)),
    stat: (path: string, follow: boolean) => guardDecided(() => attributes.stat(this.#session, path, follow)),
    statVolume: (path: string) => guardDecided(() => attributes.statVolume(this.#session, path)),
    access: (path: string, mode: number) => guardDecided(() => attributes.access(this.#session, path, mode)),
    realPath: (path: string) => guardDecided(() => attributes.realPath(this.#session, path)),
    setMode: (path: string, mode: number) => guardDecided(() => attributes.setMode(this.#session, path, mode)),
    setOwner: (path: string, uid: number, gid: number, follow: boolean) =>
      guardDecided(() => attributes.setOwner(this.#session, path, uid, gid, follow)),
    setTimes: (path: string, accessed: number, modified: number, follow: boolean) =>
      guardDecided(() => attributes.setTimes(this.#session, path, accessed, modified, follow)),
    makeDirectory: (path: string, mode: number) => guardDecided(() => names.makeDirectory(this.#session, path, mode)),
    makeTemporaryDirectory: (prefix: string) => guardDecided(() => names.makeTemporaryDirectory(this.#session, prefix)),
    readDirectory: (path: string) => guardDecided(() => this.#readDirectory(path)),
    openDirectory: (path: string) => guardDecided(() => this.#openDirectory(path)),
    rename: (from: string, to: string) => guardDecided(() => names.rename(this.#session, from, to)),
    link: (existing: string, path: string) => guardDecided(() => names.link(this.#session, existing, path)),
    symbolicLink: (target: string, path: string) => guardDecided(() => names.symbolicLink(this.#session, target, path)),
    readLink: (path: string) => guardDecided(() => names.readLink(this.#session, path)),
    unlink: (path: string) => guardDecided(() => names.unlink(this.#session, path)),
    removeDirectory: (path: string) => guardDecided(() => names.removeDirectory(this.#session, path)),
    copyFile: (source: string, destination: string, mode: number) =>
      guardDecided(() => copyFileTo(this.#session, source, destination, mode)),
    watch: (path: string, recursive: boolean) => guardDecided(() => this.#watch(path, recursive)),
    pause: (milliseconds: number) =>
      guardDecided(async () => {
        this.#session.alive();
        await this.#session.pause(Math.min(milliseconds, LONGEST_PAUSE_MS));
        this.#session.alive();
      }),
  } satisfies Implementation<typeof Wit>;

  /** Closes whatever the instance holds open. */
  dispose(): void {
    this.#session.dispose();
  }

  /** @param next an entry that was read ahead */
  #toDirectory(dir: ReturnType<typeof openDir>, release: () => void, next?: Wit.DirectoryEntry): Directory {
    const session = this.#session;
    const onClose = () => {
      release();
      session.forget(directory);
    };
    const directory: Directory = new Directory({ dir, alive: session.alive, onClose }, next);
    session.hold(directory);
    return directory;
  }

  /** Opens a directory and hands it over with what gives its place back. */
  #withDir<T>(
    syscall: string,
    path: string,
    body: (dir: ReturnType<typeof openDir>, release: () => void) => T,
  ): Decision<T> {
    const { authority } = this.#session;
    return andThen(authority.openTarget('FileSystemRead', pathArgument(path, syscall), { syscall }), (handle) =>
      withHandle(handle, { syscall, path }, ({ at }) => {
        const release = authority.limits.acquire('openFiles');
        try {
          return body(openDir(at), release);
        } catch (error) {
          release();
          throw error;
        }
      }),
    );
  }

  #openDirectory(path: string): Decision<Directory> {
    return this.#withDir('opendir', path, (dir, release) => this.#toDirectory(dir, release));
  }

  #readDirectory(path: string): Decision<Wit.Listing> {
    return this.#withDir('scandir', path, (dir, release): Wit.Listing => {
      let kept = false;
      try {
        const entries = readEntries(dir, MAX_ENTRIES);
        const [next] = entries.length < MAX_ENTRIES ? [] : readEntries(dir, 1);
        if (next === undefined) return { entries: entries.sort(byName), rest: undefined };
        kept = true;
        return { entries, rest: this.#toDirectory(dir, release, next) };
      } finally {
        if (!kept) {
          dir.closeSync();
          release();
        }
      }
    });
  }

  #watch(path: string, recursive: boolean): Decision<Watcher> {
    const session = this.#session;
    const { authority } = session;
    const subject = { syscall: 'watch', path };
    const options = { syscall: 'watch', subtree: recursive };
    return andThen(authority.openTarget('FileSystemRead', pathArgument(path, 'watch'), options), (handle) => {
      let release: (() => void) | undefined;
      try {
        release = authority.limits.acquire('watchers');
        const events = new WatchEvents();
        const directory = (handle.fd === undefined ? lstatSync(handle.at) : fstatSync(handle.fd)).isDirectory();
        const source =
          recursive && directory && handle.fd !== undefined
            ? new WatchTree(authority.paths, handle, events)
            : watchHeld(
                handle,
                { directory, recursive },
                subject,
                (renamed, name) => events.add({ renamed, name }),
                (error) => events.fail(error),
              );
        handle.confirm();
        const close = () => {
          source.close();
          handle.close();
          release?.();
          session.forget(watcher);
        };
        const watcher: Watcher = new Watcher({ events, alive: session.alive, close });
        session.hold(watcher);
        return watcher;
      } catch (error) {
        handle.close();
        release?.();
        throw error;
      }
    });
  }
}

function byName(a: Wit.DirectoryEntry, b: Wit.DirectoryEntry): number {
  return a.name < b.name ? -1 : 1;
}
