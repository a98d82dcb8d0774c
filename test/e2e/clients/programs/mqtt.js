import { once } from 'node:events';
import { connectAsync } from 'mqtt';

/** Publishes and receives with each quality of service, retained messages, wildcards, a last will, many and large messages. */
export async function job({ port }) {
  const open = (more = {}) =>
    connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0, connectTimeout: 5000, ...more }, false);
  const next = async (client, count) => {
    const got = [];
    const { promise, resolve } = Promise.withResolvers();
    const take = (topic, payload, { qos, retain }) => {
      got.push([topic, payload.length > 100 ? payload.length : String(payload), qos, retain]);
      if (got.length === count) resolve(got);
    };
    client.on('message', take);
    await promise;
    client.off('message', take);
    return got;
  };
  const publisher = await open();
  const client = await open({ protocolVersion: 5 });
  const granted = await client.subscribeAsync({ 'test/+/x': { qos: 2 } });

  const each = next(client, 3);
  for (const qos of [0, 1, 2]) await publisher.publishAsync(`test/${qos}/x`, `qos ${qos} ü`, { qos });
  const qualities = await each;

  const large = next(client, 1);
  await publisher.publishAsync('test/large/x', Buffer.alloc(1_000_000, 'z'), { qos: 1 });
  const [big] = await large;
  const many = next(client, 301);
  await Promise.all(
    Array.from({ length: 300 }, (_, i) => publisher.publishAsync('test/n/x', String(i), { qos: 1 + (i % 2) })),
  );

  await publisher.publishAsync('kept', 'still here', { retain: true, qos: 1 });
  const late = await open();
  const message = next(late, 1);
  await late.subscribeAsync('kept');
  const [kept] = await message;
  await publisher.publishAsync('kept', '', { retain: true, qos: 1 });

  const dying = await open({ will: { topic: 'test/will/x', payload: 'gone', qos: 1 } });
  dying.stream.destroy();
  await once(dying, 'close');
  const received = await many;
  await Promise.all([publisher, client, late].map((each) => each.endAsync()));
  const numbers = received.filter(([topic]) => topic === 'test/n/x').map(([, text]) => Number(text));
  return {
    granted: granted.map(({ topic, qos }) => [topic, qos]),
    qualities,
    large: big,
    many: [numbers.length, new Set(numbers).size],
    kept,
    will: received.find(([topic]) => topic === 'test/will/x'),
  };
}
