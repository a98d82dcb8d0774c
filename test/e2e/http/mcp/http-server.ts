/** The server of the tests over streamable HTTP, one transport a session. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { makeServer } from './server.ts';

/** Listens on the loopback address. `/stop` ends it. */
export async function serveHttp(): Promise<{ url: string; server: Server }> {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const open = async (): Promise<StreamableHTTPServerTransport> => {
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    await makeServer().connect(transport as Parameters<ReturnType<typeof makeServer>['connect']>[0]);
    return transport;
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    if (request.url === '/stop') {
      response.end('stopped');
      for (const transport of sessions.values()) await transport.close();
      server.close();
      server.closeAllConnections();
      return;
    }
    const id = request.headers['mcp-session-id'];
    const transport = (typeof id === 'string' ? sessions.get(id) : undefined) ?? (await open());
    await transport.handleRequest(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, server };
}
