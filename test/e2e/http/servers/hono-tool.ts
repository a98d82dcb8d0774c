import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { streamSSE } from 'hono/streaming';

function makeApp(): Hono {
  const app = new Hono();
  app.use('/api/*', cors({ origin: 'https://example.com' }));
  app.get('/hello/:name', (context) => context.json({ hello: context.req.param('name'), query: context.req.query() }));
  app.post('/echo', async (context) => context.json(await context.req.json(), 201, { 'x-kind': 'made' }));
  app.post('/form', async (context) => {
    const body = await context.req.parseBody();
    const { file } = body;
    return context.text(file instanceof File ? `${file.name} ${await file.text()}` : 'no file');
  });
  app.get('/events', (context) =>
    streamSSE(context, async (stream) => {
      for (const id of ['1', '2']) await stream.writeSSE({ data: `event ${id}`, id });
    }),
  );
  app.get('/api/x', (context) => context.text('x'));
  app.get('/fail', () => {
    throw new HTTPException(418, { message: 'a teapot' });
  });
  app.notFound((context) => context.text('nowhere', 404));
  return app;
}

/** Serves with `hono` and asks itself. */
export async function work() {
  const app = makeApp();
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(base + path, init);
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    const form = new FormData();
    form.set('file', new File(['content'], 'name.txt'));
    const allowed = await fetch(`${base}/api/x`, { headers: { origin: 'https://example.com' } });
    return [
      await ask('/hello/world?a=1'),
      await ask('/echo', { method: 'POST', body: '{"a":1}' }),
      await ask('/form', { method: 'POST', body: form }),
      await ask('/events'),
      await ask('/fail'),
      await ask('/nowhere'),
      allowed.headers.get('access-control-allow-origin'),
      await (await app.request('/hello/inside')).json(),
    ];
  } finally {
    server.close();
  }
}

export async function listen() {
  const server = serve({ fetch: makeApp().fetch, port: 0, hostname: '127.0.0.1' }) as Server;
  await once(server, 'listening');
}
