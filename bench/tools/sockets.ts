/** Sockets against an echo server of the benchmark: the same code runs in the guest and natively. */
import { connect, type Socket } from 'node:net';

function opened(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

/** Sends so many bytes and waits until they are back, so many times. @returns milliseconds of each round trip */
export async function echo({ port, count, size }: { port: number; count: number; size: number }): Promise<number[]> {
  const socket = await opened(port);
  const message = Buffer.alloc(size, 97);
  const times: number[] = [];
  await new Promise<void>((resolve, reject) => {
    let missing = size;
    let started = performance.now();
    socket.on('error', reject);
    socket.on('data', (chunk) => {
      missing -= chunk.length;
      if (missing > 0) return;
      const now = performance.now();
      times.push(now - started);
      if (times.length === count) {
        resolve();
        return;
      }
      started = now;
      missing = size;
      socket.write(message);
    });
    socket.write(message);
  });
  socket.destroy();
  return times;
}

/** Sends so many bytes through the echo and reads them back, with back-pressure. @returns milliseconds */
export async function through({ port, bytes }: { port: number; bytes: number }): Promise<number> {
  const socket = await opened(port);
  const chunk = Buffer.alloc(65_536, 97);
  const started = performance.now();
  await new Promise<void>((resolve, reject) => {
    let left = bytes;
    let received = 0;
    const more = () => {
      while (left > 0) {
        const next = left < chunk.length ? chunk.subarray(0, left) : chunk;
        left -= next.length;
        if (!socket.write(next)) {
          socket.once('drain', more);
          return;
        }
      }
      socket.end();
    };
    socket.on('error', reject);
    socket.on('data', (data) => {
      received += data.length;
    });
    socket.on('end', () => {
      if (received === bytes) resolve();
      else reject(new Error(`${received} of ${bytes} bytes`));
    });
    more();
  });
  return performance.now() - started;
}

const BATCH = 100;

/**
 * Opens connections, says so, leaves them alone for a while, and then sends a byte through each.
 * @returns how many of them brought it back
 */
export async function hold({ port, count, rest }: { port: number; count: number; rest: number }): Promise<number> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = Array.from({ length: Math.min(BATCH, count - sockets.length) }, () => opened(port));
    sockets.push(...(await Promise.all(batch)));
  }
  console.log('held');
  await new Promise((resolve) => setTimeout(resolve, rest));
  const answers = await Promise.all(
    sockets.map(
      (socket) =>
        new Promise<number>((resolve) => {
          socket.once('data', (data) => resolve(data.length));
          socket.once('close', () => resolve(0));
          socket.write('x');
        }),
    ),
  );
  for (const socket of sockets) socket.destroy();
  return answers.reduce((sum, length) => sum + length, 0);
}
