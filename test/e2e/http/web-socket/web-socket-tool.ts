/** A tool that uses the global `WebSocket`; each function tells what it saw, so that Node and the guest can be compared. */

interface Input {
  url: string;
}

const ended = (socket: WebSocket) => new Promise<CloseEvent>((resolve) => socket.addEventListener('close', resolve));
const opened = (socket: WebSocket) => new Promise((resolve) => socket.addEventListener('open', resolve));

/** Waits for `count` messages. */
async function messages(socket: WebSocket, count: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  await new Promise<void>((resolve) => {
    socket.addEventListener('message', ({ data }) => {
      seen.push(data);
      if (seen.length === count) resolve();
    });
  });
  return seen;
}

export async function conversation({ url }: Input) {
  const socket = new WebSocket(`${url}/echo`, ['a', 'b']);
  const states = [socket.readyState, socket.url === `${url}/echo`];
  const events: string[] = [];
  for (const name of ['open', 'message', 'error', 'close'] as const) {
    socket[`on${name}`] = (event: Event) => events.push(`${event.type} ${event.constructor.name}`);
  }
  await opened(socket);
  states.push(socket.readyState, socket.protocol as never, socket.extensions as never);
  socket.binaryType = 'arraybuffer';
  const all = messages(socket, 6);
  socket.send('Grüße');
  socket.send(new Uint8Array([1, 2, 3]));
  socket.send(new Uint8Array([9, 8, 7, 6]).subarray(1, 3).buffer);
  socket.send(new Blob(['blob']));
  socket.send('x'.repeat(70_000));
  socket.send('');
  const buffered = socket.bufferedAmount > 0;
  const shown = (await all).map((data) =>
    data instanceof ArrayBuffer ? [...new Uint8Array(data)] : (data as string).length,
  );
  const end = ended(socket);
  socket.close(3001, 'enough');
  states.push(socket.readyState);
  const { code, reason, wasClean } = await end;
  return [states, buffered, shown, [code, reason, wasClean], socket.readyState, events];
}

export async function fromServer({ url }: Input) {
  const socket = new WebSocket(`${url}/talk`);
  const all = messages(socket, 3);
  const { code, reason, wasClean } = await ended(socket);
  const [text, blob, fragmented] = await all;
  return [text, await (blob as Blob).text(), fragmented, code, reason, wasClean];
}

export async function refusals({ url }: Input) {
  const tries: (() => unknown)[] = [
    () => new WebSocket('nowhere'),
    () => new WebSocket('ftp://a'),
    () => new WebSocket(`${url}#fragment`),
    () => new WebSocket(url, ['a', 'A']),
    () => new WebSocket(url, 'a b'),
    () => new (WebSocket as unknown as new () => WebSocket)(),
    () => new WebSocket(`${url}/echo`).send('too early'),
    () => new WebSocket(`${url}/echo`).close(1),
    () => new WebSocket(`${url}/echo`).close(3000, 'x'.repeat(124)),
    () => (WebSocket.prototype as WebSocket).readyState,
  ];
  const thrown = tries.map((attempt) => {
    try {
      return attempt();
    } catch (error) {
      const { name, message, code } = error as DOMException;
      return [name, name === 'SyntaxError' && message.includes('URL') ? '' : message, name === 'TypeError' ? 0 : code];
    }
  });
  const failed = async (path: string) => {
    const socket = new WebSocket(path);
    const errors: string[] = [];
    socket.onerror = (event) => errors.push(event.type);
    const { code, wasClean, reason } = await ended(socket);
    return [errors, code, wasClean, reason];
  };
  return [
    thrown,
    await failed(`${url}/refused`),
    await failed('ws://127.0.0.1:1/'),
    await failed(`${url}/masked`),
    await failed(`${url}/cut`),
    [WebSocket.OPEN, WebSocket.CLOSED, new CloseEvent('close', { code: 4000, reason: 'r', wasClean: true }).code],
  ];
}

/** Closed before it was open. */
export async function early({ url }: Input) {
  const socket = new WebSocket(`${url}/echo`);
  const events: string[] = [];
  for (const name of ['open', 'error'] as const) socket.addEventListener(name, () => events.push(name));
  socket.close();
  const { code } = await ended(socket);
  return [events, code, socket.readyState];
}

/** Where it may not go. */
export async function denied({ url }: Input) {
  const socket = new WebSocket(url);
  const error = await new Promise<ErrorEvent>((resolve) => {
    socket.onerror = (event) => resolve(event as ErrorEvent);
  });
  const { code, permission, resource } = (error.error as Error).cause as Record<string, unknown>;
  return { code, permission, resource };
}
