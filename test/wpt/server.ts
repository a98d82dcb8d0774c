/** The server of a run: `serve.py`, with the checkout's own Python handlers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A running server. */
export interface WptServer extends AsyncDisposable {
  /** `http://127.0.0.1:…` */
  origin: string;
}

/** Starts it for a checkout. Rejects where there is no `python3`. */
export async function startServer(root: string): Promise<WptServer> {
  const child: ChildProcess = spawn('python3', [join(import.meta.dirname, 'serve.py'), root], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child, 'spawn');
  if (child.stdout === null) throw new TypeError('The server has no output');
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const [port] = JSON.parse(line) as number[];
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}
