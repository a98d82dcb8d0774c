/** MessageChannel within one instance. */
import { expect, test, vi } from 'vitest';

vi.mock('zora:node/system@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).system);
vi.mock('zora:node/os@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).machine);
vi.mock('zora:node/reactor-host@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).reactorHost);
vi.mock('zora:node/stdio@0.1.0', async () => (await import('../child_process/fake-host/index.ts')).stdio);
const { MessageChannel, MessagePort } = await import('../../../shims/globals/message-channel.ts');
const { runGuest } = await import('../child_process/fake-host/guest.ts');

test('delivers copies in order, to both kinds of listeners, and closes both ends', async () => {
  const seen: unknown[] = [];
  await runGuest(() => {
    const { port1, port2 } = new MessageChannel();
    const sent = { a: [1] };
    port2.on('message', (value: unknown) => {
      expect(value).not.toBe(sent);
      seen.push(value);
    });
    port2.addEventListener('message', (event: { data: unknown }) => seen.push(event.data));
    port2.on('close', () => seen.push('closed 2'));
    port1.on('close', () => seen.push('closed 1'));
    port1.postMessage(sent);
    port1.postMessage('second');
    port1.close();
  });
  expect(seen).toEqual([{ a: [1] }, { a: [1] }, 'closed 1', 'second', 'second', 'closed 2']);
});

test('a port that is transferred takes the messages with it', async () => {
  const seen: unknown[] = [];
  await runGuest(() => {
    const first = new MessageChannel();
    const second = new MessageChannel();
    first.port1.postMessage('for the new one');
    second.port1.postMessage({ port: first.port2 }, [first.port2]);
    second.port2.on('message', ({ port }: { port: InstanceType<typeof MessagePort> }) => {
      seen.push(port instanceof MessagePort);
      port.on('message', (value: unknown) => {
        seen.push(value);
        port.close();
        second.port2.close();
      });
    });
  });
  expect(seen).toEqual([true, 'for the new one']);
});

test('refuses what cannot be copied', () => {
  const { port1 } = new MessageChannel();
  expect(() => port1.postMessage(() => {})).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
  expect(() => port1.postMessage(port1, [port1])).toThrow(expect.objectContaining({ name: 'DataCloneError' }));
  expect(() => new MessagePort()).toThrow(expect.objectContaining({ code: 'ERR_ILLEGAL_CONSTRUCTOR' }));
});
