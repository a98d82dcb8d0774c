/** Shows a sandbox's activity on a Unix socket of the user's: a line of JSON at once, and one each second. It takes no orders. */
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { Activity } from './activity.ts';
import { makeRuntimeFolder, runtimeFolder } from './runtime-folder.ts';

const EVERY_MS = 1000;
/** Who does not read is let go. */
const MAX_PENDING = 1024 * 1024;
let count = 0;

/** See the file's head. It keeps no process alive. */
export class Monitor implements AsyncDisposable {
  readonly activity = new Activity();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #timer: NodeJS.Timeout;
  #path: string | undefined;

  constructor() {
    this.#server = createServer((socket) => this.#accept(socket));
    this.#timer = setInterval(() => this.#tell(), EVERY_MS).unref();
  }

  /**
   * Begins to listen. @returns the socket's path
   * @throws Error `ERR_MONITOR_FOLDER`, or the system's, when it cannot
   */
  async listen(folder: string = runtimeFolder()): Promise<string> {
    if (process.platform === 'win32') {
      const message = 'The monitor needs Unix sockets, which this platform does not have';
      throw Object.assign(new Error(message), { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
    }
    makeRuntimeFolder(folder);
    const path = join(folder, `${process.pid}-${++count}.sock`);
    // What a process of the same number, long ended, left behind.
    rmSync(path, { force: true });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#server.once('error', reject).listen(path, resolve).unref();
    await promise;
    this.#path = path;
    chmodSync(path, 0o600);
    return path;
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.unref();
    socket
      .on('close', () => this.#sockets.delete(socket))
      // A reader that goes away is no failure of the sandbox.
      .on('error', () => socket.destroy())
      .resume();
    socket.write(this.#line());
  }

  #tell(): void {
    if (this.#sockets.size === 0) return;
    const line = this.#line();
    for (const socket of this.#sockets) {
      if (socket.writableLength > MAX_PENDING) socket.destroy();
      else socket.write(line);
    }
  }

  #line(): string {
    return `${JSON.stringify(this.activity.snapshot())}\n`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    for (const socket of this.#sockets) socket.destroy();
    if (this.#path === undefined) return;
    // Closing takes the socket's file away.
    await new Promise((resolve) => this.#server.close(resolve));
    this.#path = undefined;
  }
}
