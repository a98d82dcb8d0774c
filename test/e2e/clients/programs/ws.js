import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';

/** A server and clients of it: text, bytes, fragments, compression, pings, closing codes, a stream; or a client of a server elsewhere. */
export async function job({ port }) {
  if (port) return talk(`ws://127.0.0.1:${port}/path`);
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 100 } });
  await once(server, 'listening');
  server.on('connection', serve);
  const result = await talk(`ws://127.0.0.1:${server.address().port}/path`);
  const broadcast = await Promise.all(Array.from({ length: 20 }, () => connected(server)));
  for (const client of server.clients) client.send('to all');
  const heard = await Promise.all(broadcast.map(async (socket) => String((await once(socket, 'message'))[0])));
  for (const socket of broadcast) socket.close();
  await Promise.all(broadcast.map((socket) => once(socket, 'close')));
  await new Promise((resolve) => server.close(resolve));
  return { ...result, heard: [heard.length, new Set(heard).size] };
}

/** Answers each message with itself; the word `close` ends the connection. */
function serve(socket, request) {
  socket.send(`hello ${request.url} ${request.headers['x-who'] ?? ''}`);
  socket.on('message', (data, isBinary) => {
    if (String(data.subarray(0, 5)) === 'close') socket.close(4001, 'as you wish');
    else socket.send(data, { binary: isBinary });
  });
}

async function connected(server) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.address().port}/path`);
  await once(socket, 'message');
  return socket;
}

async function talk(url) {
  const socket = new WebSocket(url, { headers: { 'x-who': 'me' } });
  const next = async () => {
    const [data, isBinary] = await once(socket, 'message');
    return isBinary ? data : String(data);
  };
  const greeting = await next();
  const echoed = [];
  for (const text of ['short', 'hällo '.repeat(50_000)]) {
    socket.send(text);
    echoed.push((await next()) === text);
  }
  const bytes = Buffer.alloc(2_000_000, '\0\xffab');
  socket.send(bytes);
  echoed.push(Buffer.compare(await next(), bytes));
  for (let i = 0; i < 3; i++) socket.send(`part ${i} `, { fin: i === 2 });
  const joined = await next();
  socket.ping('are you there');
  const [pong] = await once(socket, 'pong');
  const extensions = socket.extensions;
  socket.send('close');
  const [code, reason] = await once(socket, 'close');
  return { greeting, echoed, joined, pong: String(pong), extensions, closed: [code, String(reason)] };
}
