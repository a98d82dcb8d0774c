/** An MCP server with a tool, a resource and a prompt: the same in Node and in the guest. */
import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

export function makeServer(): McpServer {
  const server = new McpServer({ name: 'test', version: '1.0.0' });
  server.registerTool(
    'add',
    { description: 'Adds two numbers', inputSchema: { a: z.number(), b: z.number() } },
    async ({ a, b }) => ({ content: [{ type: 'text', text: String(a + b) }] }),
  );
  server.registerTool('fail', { description: 'Fails' }, async () => {
    throw new Error('on purpose');
  });
  server.registerResource(
    'greeting',
    new ResourceTemplate('greeting://{name}', { list: undefined }),
    { title: 'A greeting' },
    async (uri, { name }) => ({ contents: [{ uri: uri.href, text: `Hello, ${name}` }] }),
  );
  server.registerPrompt('ask', { argsSchema: { what: z.string() } }, ({ what }) => ({
    messages: [{ role: 'user', content: { type: 'text', text: `What is ${what}?` } }],
  }));
  return server;
}
