/** `mqtt` with mosquitto. */
import { test } from 'vitest';
import { startMosquitto } from './servers/mosquitto.ts';
import { describeWith } from './servers/program.ts';
import { clientRunner, expectDenied, LOOPBACK, serverFor } from './support.ts';

const clients = clientRunner();

describeWith('mosquitto', 'with an MQTT broker', () => {
  const server = serverFor(startMosquitto);

  test('as a script', () => clients.expectScript('mqtt', LOOPBACK, { port: server().port }));
  test('as a tool', () => clients.expectTool('mqtt', LOOPBACK, { port: server().port }));
  test('it may not reach a server that is not granted', () => expectDenied(clients, 'mqtt', { port: server().port }));
});
