/** The server of the tests over standard streams: a program. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { makeServer } from './server.ts';

await makeServer().connect(new StdioServerTransport());
