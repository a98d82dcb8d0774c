/** The loopback server that the demo's tools talk to. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface DemoServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  host: string;
}

/** Serves a page, a redirect to it, and a redirect to an address that no token of the demo allows. */
export async function startServer(): Promise<DemoServer> {
  const server: Server = createServer((request, response) => {
    switch (request.url) {
      case '/page':
        response.setHeader('content-type', 'text/plain; charset=utf-8');
        response.end('Grüße from the demo server\n');
        break;
      case '/moved':
        response.writeHead(302, { location: '/page' }).end();
        break;
      case '/to-metadata':
        response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
        break;
      default:
        response.writeHead(404).end('not found\n');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `http://${host}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
