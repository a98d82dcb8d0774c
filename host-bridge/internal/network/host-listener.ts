import { chmodSync, closeSync, constants, fstatSync, openSync } from 'node:fs';
import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import type { Authority } from '../../capability/authority.ts';
import { AccessDenied, systemError } from '../../capability/denial.ts';
import type { PathHandle } from '../../capability/path-handle.ts';
import type { Endpoint, PathListen, TcpListen } from '../../wit/zora-node-network.d.ts';
import { Readiness } from '../readiness.ts';

/** Linux's `O_PATH`, which `fs.constants` lacks. */
const O_PATH = 0o10000000;

/** Takes a place for one more connection, and gives what gives it back; undefined where there is none. */
export type Admit = () => (() => void) | undefined;

/** One server of a guest. */
export class HostListener {
  readonly readiness = new Readiness(() => this.#waiting.length > 0);
  readonly #server: Server;
  readonly #path: string | undefined;
  #waiting: Socket[] = [];
  #closed = false;

  private constructor(server: Server, path: string | undefined) {
    this.#server = server;
    this.#path = path;
  }

  /**
   * Listens on an address that the token allows.
   * @param admit a connection for which it has no place is refused
   */
  static async tcp(where: TcpListen, authority: Authority, admit: Admit): Promise<HostListener> {
    const { host, port, backlog, ipv6Only, reusePort } = where;
    const target = await authority.listen(host, port);
    const [bound] = host === undefined ? [] : await authority.network.resolve(target);
    return HostListener.#start(
      { port, backlog, ipv6Only, reusePort, ...(bound === undefined ? {} : { host: bound.address }) },
      undefined,
      admit,
    );
  }

  /** Listens on a path that the token allows. */
  static async path(where: PathListen, authority: Authority, admit: Admit): Promise<HostListener> {
    const { path, backlog } = where;
    const read = await authority.readPath(path, { followLast: false, syscall: 'listen' });
    const handle = await authority.openEntry('FileSystemWrite', path, { syscall: 'listen' });
    try {
      if (handle.real !== read.real) throw new AccessDenied('FileSystemRead', path, 'changed while it was opened');
      // In the directory that is held open, which is held until the socket has been removed from it.
      const listener = await HostListener.#start({ path: handle.at, backlog }, path, admit);
      listener.#server.once('close', () => handle.close());
      try {
        setMode(handle, where);
      } catch (error) {
        listener.close();
        throw error;
      }
      return listener;
    } catch (error) {
      handle.close();
      const code = (error as NodeJS.ErrnoException).code;
      if (error instanceof AccessDenied || code === undefined) throw error;
      throw systemError(code, { syscall: 'listen', address: path });
    }
  }

  static async #start(options: ListenOptions, path: string | undefined, admit: Admit): Promise<HostListener> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true });
    const listener = new HostListener(server, path);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ ...options, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    // Of accepting: the server goes on, as Node's own does.
    server.on('error', () => {});
    server.on('connection', (socket) => listener.#take(socket, admit));
    return listener;
  }

  /** The next connection that waits. */
  accept(): Socket | undefined {
    const socket = this.#waiting.shift();
    if (socket === undefined) this.readiness.rearm();
    return socket;
  }

  local(): Endpoint | undefined {
    if (this.#path !== undefined) return { tag: 'path', val: this.#path };
    const address = this.#server.address();
    if (address === null || typeof address === 'string') return undefined;
    return { tag: 'ip', val: { address: address.address, port: address.port } };
  }

  /** Calls `callback` when it no longer listens. */
  onClose(callback: () => void): void {
    this.#server.once('close', callback);
  }

  /** Stops listening; connections that nobody took are reset. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#server.close();
    for (const socket of this.#waiting) socket.resetAndDestroy();
    this.#waiting = [];
  }

  #take(socket: Socket, admit: Admit): void {
    // From now on: an error without a listener would end the host.
    socket.on('error', () => {});
    const release = this.#closed ? undefined : admit();
    if (release === undefined) {
      socket.destroy();
      return;
    }
    socket.once('close', release);
    this.#waiting.push(socket);
    this.readiness.notify();
  }
}

/** Opens a Unix socket to all users: the very one that was made, whatever its name leads to by now. */
function setMode(handle: PathHandle, { readableAll, writableAll }: PathListen): void {
  if (!readableAll && !writableAll) return;
  const fd = openSync(handle.at, O_PATH | constants.O_NOFOLLOW);
  try {
    const status = fstatSync(fd);
    if (!status.isSocket()) throw systemError('EINVAL', { syscall: 'chmod' });
    chmodSync(`/proc/self/fd/${fd}`, (status.mode & 0o777) | (readableAll ? 0o444 : 0) | (writableAll ? 0o222 : 0));
  } finally {
    closeSync(fd);
  }
}
