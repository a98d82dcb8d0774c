import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A server in a process that never comes to accept: who connects beyond its queue of two gets no answer.
 * @returns its port, and how to fill the queue
 */
export async function deafServer(): Promise<{ port: number; fill(): Promise<void> }> {
  const code = `require('net').createServer().listen(0, '127.0.0.1', 1, function () {
    require('fs').writeSync(1, String(this.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  })`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  const sockets: Socket[] = [];
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    child.kill('SIGKILL');
    await once(child, 'close');
  });
  const [data] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(data);
  return {
    port,
    async fill() {
      for (let i = 0; i < 2; i++) {
        const socket = connect(port, '127.0.0.1').on('error', () => {});
        sockets.push(socket);
        await once(socket, 'connect');
      }
    },
  };
}
