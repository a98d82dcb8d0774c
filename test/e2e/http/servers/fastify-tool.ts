import Fastify from 'fastify';

/** Serves with `fastify` and asks itself. */
export async function work() {
  const app = Fastify();
  const hooks: string[] = [];
  app.addHook('onRequest', async (request) => {
    hooks.push(`${request.method} ${request.url}`);
  });
  app.get<{ Params: { name: string }; Querystring: { n: number } }>(
    '/hello/:name',
    { schema: { querystring: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] } } },
    async (request) => ({ hello: request.params.name, n: request.query.n + 1 }),
  );
  app.post(
    '/echo',
    {
      schema: {
        body: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'], additionalProperties: false },
      },
    },
    async (request, reply) => reply.code(201).header('x-kind', 'made').send(request.body),
  );
  app.get('/stream', (_, reply) => reply.type('text/plain').send(new Blob(['streamed']).stream()));
  app.get('/fail', async () => {
    throw new Error('on purpose');
  });
  await app.register(
    async (plugin) => {
      plugin.decorate('answer', 42);
      plugin.get('/plugin', async () => ({ answer: (plugin as unknown as { answer: number }).answer }));
    },
    { prefix: '/v1' },
  );
  const base = await app.listen({ port: 0, host: '127.0.0.1' });
  try {
    const ask = async (path: string, init: RequestInit = {}) => {
      const response = await fetch(base + path, init);
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    const json = { 'content-type': 'application/json' };
    const injected = await app.inject({ url: '/hello/inject?n=1' });
    return [
      await ask('/hello/world?n=1'),
      await ask('/hello/world?n=x'),
      await ask('/echo', { method: 'POST', body: '{"a":1,"b":2}', headers: json }),
      await ask('/echo', { method: 'POST', body: '{"a":', headers: json }),
      await ask('/stream'),
      await ask('/fail'),
      await ask('/v1/plugin'),
      await ask('/nowhere'),
      [injected.statusCode, injected.json()],
      hooks,
    ];
  } finally {
    await app.close();
  }
}

export async function listen() {
  await Fastify().listen({ port: 0, host: '127.0.0.1' });
}
