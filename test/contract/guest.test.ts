/** The components of the examples keep their side, in whatever language they were written. */
import { realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeComponent, type GuestCall, type Instantiate, type Rights } from '../../contract/index.ts';
import { buildAssemblyScript } from '../../examples/assemblyscript/build.ts';
import { artifactOf } from '../../src/build/artifact.ts';
import { createSandbox } from '../../src/index.ts';
import { instantiate } from '../../src/sandbox/instance.ts';
import { loadComponent } from '../../src/sandbox/module-store.ts';
import { openOurs } from './ours.ts';

const server = createServer((request, response) => {
  if (request.url === '/moved') response.writeHead(302, { location: '/page' }).end();
  else response.end('a page');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const sandbox = createSandbox();
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  server.closeAllConnections();
  server.close();
});

const folder = realpathSync(tmpdir());
const shell: Rights = { allowedCommands: ['echo', 'cat', 'sleep'], allowedPaths: [folder], cwd: folder };
const web: Rights = { network: { allow: ['127.0.0.1'] } };

const CALLS: Readonly<Record<string, { answered: GuestCall[]; denied: GuestCall[] }>> = {
  shell_exec: {
    answered: [
      { title: 'a command', input: { command: 'echo out; echo err >&2; exit 3' }, rights: shell },
      { title: 'input', input: { command: 'cat', stdin: 'x'.repeat(300_000) }, rights: shell },
      { title: 'a time limit', input: { command: 'exec sleep 30', timeout_ms: 50 }, rights: shell },
    ],
    denied: [
      { title: 'a command', input: { command: 'curl x' }, rights: shell },
      { title: 'everything', input: { command: 'echo' } },
    ],
  },
  web_fetch: {
    answered: [
      { title: 'a page', input: { url: `${origin}/page` }, rights: web },
      { title: 'a redirect', input: { url: `${origin}/moved` }, rights: web },
      { title: 'a part of a page', input: { url: `${origin}/page`, max_bytes: 1 }, rights: web },
    ],
    denied: [
      { title: 'another host', input: { url: 'http://example.com/' }, rights: web },
      { title: 'everything', input: { url: `${origin}/page` } },
    ],
  },
};

/** Instances of a component, without the sandbox around it. */
async function instancesOf(bytes: Uint8Array): Promise<Instantiate> {
  const component = await loadComponent(await artifactOf(bytes));
  return (imports) => instantiate(component, imports as unknown as Record<string, object>);
}

for (const [name, calls] of Object.entries(CALLS)) {
  const built = await sandbox.build(join(import.meta.dirname, `../../examples/tools/${name}.ts`));
  describeComponent(`${name} in JavaScript`, await instancesOf(built), { open: openOurs(), ...calls });
  const compiled = await buildAssemblyScript(name);
  describeComponent(`${name} in AssemblyScript`, await instancesOf(compiled), { open: openOurs(), ...calls });
}
