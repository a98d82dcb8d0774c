import { createHash } from 'node:crypto';
import { once } from 'node:events';
import Redis from 'ioredis';

const digest = (buffer) => createHash('sha256').update(buffer).digest('hex');

/** Commands, a pipeline, a transaction, a script, pub/sub, a command that blocks, a large value; over TCP or a Unix socket. */
export async function job({ port, path }) {
  const where = path ? { path } : { host: '127.0.0.1', port };
  const options = { ...where, maxRetriesPerRequest: 0, retryStrategy: () => null, lazyConnect: true };
  const redis = new Redis(options);
  await redis.connect();
  await redis.flushall();

  const pipeline = redis.pipeline();
  for (let i = 0; i < 500; i++) pipeline.set(`key:${i}`, `value ${i}`).incrby('sum', i);
  const answers = await pipeline.exec();
  const transaction = await redis.multi().set('a', '1').lpush('a', 'x').get('a').exec();

  const large = Buffer.alloc(5_000_000, 'Größe\0\r\n');
  await redis.set('large', large);
  const back = await redis.getBuffer('large');

  const subscriber = redis.duplicate();
  await subscriber.subscribe('news');
  const told = once(subscriber, 'message');
  await redis.publish('news', 'hällo');

  const blocked = redis.duplicate();
  const popped = blocked.blpop('queue', 10);
  await redis.rpush('queue', 'job');

  const scanned = [];
  for await (const keys of redis.scanStream({ match: 'key:1*', count: 50 })) scanned.push(...keys);
  const failed = await redis.incr('key:1').catch((error) => error);

  const result = {
    pipeline: [answers.length, answers.every(([error]) => error === null), await redis.get('sum')],
    transaction: transaction.map(([error, value]) => error?.message ?? value),
    large: [back.length, digest(back) === digest(large)],
    told: await told,
    popped: await popped,
    empty: await blocked.blpop('queue', 0.05),
    script: await redis.eval('return {KEYS[1], ARGV[1], 7}', 1, 'k', 'v'),
    hash: [await redis.hset('h', { a: 1, b: 2 }), await redis.hgetall('h')],
    scanned: scanned.length,
    failed: [failed.name, failed.message],
  };
  await Promise.all([redis.quit(), subscriber.quit(), blocked.quit()]);
  return result;
}
