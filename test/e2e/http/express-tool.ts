/** Packages that people use, unmodified: a server of `express`, a client of `axios`. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axios from 'axios';
import express from 'express';

async function withApp<T>(use: (base: string) => Promise<T>): Promise<T> {
  const app = express();
  app.use(express.json());
  app.get('/hello/:name', (request, response) => {
    response.json({ hello: request.params['name'], query: request.query });
  });
  app.post('/echo', (request, response) => {
    response.status(201).set('x-kind', request.get('content-type')).send(request.body);
  });
  app.get('/fail', () => {
    throw new Error('on purpose');
  });
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

export const withAxios = () =>
  withApp(async (base) => {
    const got = await axios.get(`${base}/hello/world`, { params: { a: 1 } });
    const posted = await axios.post(`${base}/echo`, { some: ['thing'] });
    const missing = await axios.get(`${base}/nowhere`, { validateStatus: null });
    return [got.data, posted.status, posted.headers['x-kind'], posted.data, missing.status];
  });
