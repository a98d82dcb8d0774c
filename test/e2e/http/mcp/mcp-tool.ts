/** MCP clients and a server as a tool. */
import { once } from 'node:events';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { converse } from './client.ts';
import { serveHttp } from './http-server.ts';

export const overHttp = ({ url }: { url: string }) =>
  converse(new StreamableHTTPClientTransport(new URL(url)) as Transport);

export const overStdio = ({ command, args }: { command: string; args: string[] }) =>
  converse(new StdioClientTransport({ command, args }));

/** Serves until it is told to stop. */
export async function serve() {
  const { url, server } = await serveHttp();
  console.log(url);
  await once(server, 'close');
  return 'stopped';
}
