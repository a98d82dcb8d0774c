/** Servers that a test starts: each in a folder of its own, on loopback or a Unix socket, and gone with the test. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type NetConnectOpts } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A user to run a server as. */
export interface User {
  uid: number;
  gid: number;
}

/** Who runs a server that refuses to run as root: another user if the tests run as root. */
export function ordinaryUser(): User | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (kind: string) => Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A folder for a server that runs as this user. */
export function serverFolder(user?: User): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'wasi-node-server-')));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(target: NetConnectOpts): Promise<boolean> {
  const socket = connect(target);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** How a server is started. */
export interface Start {
  file: string;
  /** @param port the port of loopback that it shall listen on */
  args: (port: number) => string[];
  /** Where it keeps its files: removed at the end. */
  folder: string;
  user?: User | undefined;
  /** What ends it even while clients are connected. */
  signal?: NodeJS.Signals;
}

/** A server that answers. */
export class Running implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #child: ChildProcess;
  readonly #signal: NodeJS.Signals;

  private constructor(child: ChildProcess, port: number, { folder, signal = 'SIGTERM' }: Start) {
    this.#child = child;
    this.port = port;
    this.folder = folder;
    this.#signal = signal;
  }

  /** Starts a server and waits until it answers. @throws an Error with what it said if it ends before */
  static async start(how: Start): Promise<Running> {
    let said = '';
    // Another process may take the port before the server does.
    for (let attempt = 0; attempt < 3; attempt++) {
      const port = await freePort();
      const child = spawn(how.file, how.args(port), {
        cwd: how.folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        ...how.user,
      });
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
      child.on('error', (error) => (said += error.message));
      const running = new Running(child, port, how);
      while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
        if (await answers({ port, host: '127.0.0.1' })) return running;
        await sleep(20);
      }
    }
    rmSync(how.folder, { recursive: true, force: true });
    throw new Error(`${how.file} does not start: ${said}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = this.#child.exitCode !== null || this.#child.signalCode !== null || once(this.#child, 'exit');
    this.#child.kill(this.#signal);
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}
