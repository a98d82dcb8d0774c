/** The process of the benchmark's servers: it sends their ports to its parent, and ends with it. */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';

const block = Buffer.alloc(65_536, 97);

function sendBytes(response: ServerResponse, bytes: number): void {
  let left = bytes;
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes });
  const more = () => {
    while (left > 0) {
      const next = left < block.length ? block.subarray(0, left) : block;
      left -= next.length;
      if (!response.write(next)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  more();
}

function sendJson(response: ServerResponse, value: unknown): void {
  const text = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  const [, name, amount] = (request.url ?? '').split('/');
  if (name === 'bytes') sendBytes(response, Number(amount));
  else if (name === 'count') {
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    request.on('end', () => sendJson(response, { received }));
  } else sendJson(response, { hello: 'world' });
}

const listening = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });

const echo = createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  socket.pipe(socket);
});
const [echoPort, httpPort] = await Promise.all([listening(echo), listening(createHttpServer(answer))]);
process.on('disconnect', () => process.exit());
process.send?.({ echoPort, httpPort });
