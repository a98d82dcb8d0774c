/** A peer's process, as the comparison sees it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Answer, Question } from './process.ts';

type Reply = { value: Answer } | { error: string };

/** See the file's head. */
export class PeerSession implements AsyncDisposable {
  readonly #child: ChildProcess;
  #errors = '';

  private constructor(kind: string) {
    this.#child = fork(join(import.meta.dirname, 'process.ts'), [kind], {
      execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#errors = (this.#errors + text).slice(-2000);
    });
  }

  /** A process in which the peer is loaded. @throws Error when it cannot be */
  static async start(kind: string): Promise<PeerSession> {
    const session = new PeerSession(kind);
    try {
      await session.ask({ op: 'prepare' });
      return session;
    } catch (error) {
      await session[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** @throws Error what went wrong in the process, that it ended, or that it took longer than `timeout` milliseconds */
  async ask(question: Question, timeout = 120_000): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const onMessage = (reply: Reply) => ('error' in reply ? reject(new Error(reply.error)) : resolve(reply.value));
    const onExit = (code: number | null, signal: string | null) =>
      reject(new Error(`its process ended (${signal ?? code}): ${this.#errors.trim().split('\n').at(-1) ?? ''}`));
    const timer = setTimeout(() => reject(new Error(`${question.op} took longer than ${timeout / 1000} s`)), timeout);
    this.#child.once('message', onMessage).once('exit', onExit);
    try {
      this.#child.send(question);
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#child.off('message', onMessage).off('exit', onExit);
    }
  }

  /** Ends the process; what it has started ends with it, as their streams do. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.disconnect();
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), 5000);
    await exited;
    clearTimeout(timer);
  }
}
