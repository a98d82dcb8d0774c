/** What a client does with the server of the tests. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** Talks to the server, and tells what it said. */
export async function converse(transport: Transport): Promise<unknown> {
  const client = new Client({ name: 'client', version: '1.0.0' });
  await client.connect(transport);
  try {
    const { tools } = await client.listTools();
    const sum = await client.callTool({ name: 'add', arguments: { a: 1, b: 2 } });
    const invalid = await client.callTool({ name: 'add', arguments: { a: 'x' } });
    const failed = await client.callTool({ name: 'fail', arguments: {} });
    const unknown = await client.callTool({ name: 'nothing', arguments: {} }).catch((error: Error) => error.message);
    const resource = await client.readResource({ uri: 'greeting://world' });
    const prompt = await client.getPrompt({ name: 'ask', arguments: { what: 'this' } });
    return [
      client.getServerVersion(),
      tools.map(({ name, inputSchema }) => [name, inputSchema]),
      ...[sum, invalid, failed, unknown, resource, prompt],
    ];
  } finally {
    await client.close();
  }
}
