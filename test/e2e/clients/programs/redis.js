import { createClient, RESP_TYPES } from 'redis';

/** Commands sent together, a transaction, pub/sub, a command that blocks, a large value, an iterator. */
export async function job({ port }) {
  const client = createClient({ socket: { host: '127.0.0.1', port, reconnectStrategy: false } });
  client.on('error', () => {});
  await client.connect();
  await client.flushAll();

  await Promise.all(Array.from({ length: 500 }, (_, i) => client.set(`key:${i}`, `value ${i}`)));
  const transaction = await client.multi().incr('n').incrBy('n', 41).get('n').exec();

  const large = Buffer.alloc(3_000_000, 'Größe\0\r\n');
  await client.set('large', large);
  const back = await client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).get('large');

  const subscriber = client.duplicate();
  await subscriber.connect();
  const { promise: told, resolve } = Promise.withResolvers();
  await subscriber.pSubscribe('news.*', (message, channel) => resolve([channel, message]));
  await client.publish('news.today', 'hällo');

  const blocked = client.duplicate();
  await blocked.connect();
  const popped = blocked.blPop('queue', 10);
  await client.rPush('queue', 'job');

  const scanned = [];
  for await (const keys of client.scanIterator({ MATCH: 'key:1*' })) scanned.push(...keys);
  const failed = await client.incr('key:1').catch((error) => error);

  const result = {
    many: await client.mGet(['key:0', 'key:499', 'missing']),
    transaction,
    large: [back.length, Buffer.compare(back, large)],
    told: await told,
    popped: await popped,
    empty: await blocked.blPop('queue', 0.05),
    sorted: [
      await client.zAdd('z', [
        { score: 2, value: 'b' },
        { score: 1, value: 'a' },
      ]),
      await client.zRangeWithScores('z', 0, -1),
    ],
    scanned: scanned.length,
    failed: failed.message,
  };
  await Promise.all([client.close(), subscriber.close(), blocked.close()]);
  return result;
}
