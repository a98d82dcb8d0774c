import { once } from 'node:events';
import pg from 'pg';

/** Queries, types, a prepared statement, transactions, a large result, a cursor, notifications, errors, a pool; plain, over TLS or a Unix socket. */
export async function job({ port, host = '127.0.0.1', user, password, ca }) {
  const options = { host, port, user, password, database: 'postgres', ...(ca && { ssl: { ca } }) };
  const client = new pg.Client(options);
  await client.connect();
  const rows = async (...query) => (await client.query(...query)).rows;

  const [types] = await rows(
    "select 1::int as int, 2::bigint as big, 1.50::numeric as num, true as yes, null as nil, 'ü'::text as text, " +
      "'\\x00ff'::bytea as bytes, '{\"a\":[1]}'::jsonb as json, '{1,2}'::int[] as list, timestamptz '2020-01-02 03:04:05Z' as at",
  );
  await client.query('create temp table item (id serial primary key, name text not null unique, data bytea)');
  const inserted = [];
  for (const name of ['one', 'two']) {
    const query = { name: 'insert', text: 'insert into item (name) values ($1) returning id', values: [name] };
    inserted.push(...(await rows(query)));
  }
  const data = Buffer.alloc(2_000_000, '\0\x01Größe');
  await client.query('insert into item (name, data) values ($1, $2)', ['large', data]);
  const [{ data: back }] = await rows("select data from item where name = 'large'");

  const double = await client.query("insert into item (name) values ('one')").catch((error) => error);
  await client.query('begin');
  await client.query("insert into item (name) values ('gone')");
  await client.query('rollback');
  const many = await rows("select i, repeat('x', 100) as text from generate_series(1, 20000) as i");

  await client.query('begin');
  await client.query('declare c cursor for select i from generate_series(1, 2500) as i');
  let fetched = 0;
  for (let batch; (batch = await rows('fetch 1000 from c')).length > 0; ) fetched += batch.length;
  await client.query('commit');

  const listener = new pg.Client(options);
  await listener.connect();
  await listener.query('listen news');
  const notified = once(listener, 'notification');
  await client.query("notify news, 'hällo'");
  const [{ channel, payload }] = await notified;
  await listener.end();

  const pool = new pg.Pool({ ...options, max: 4 });
  const pooled = await Promise.all(
    Array.from({ length: 20 }, async (_, i) => (await pool.query('select $1::int * 2 as n', [i])).rows[0].n),
  );
  await pool.end();
  const [{ ssl }] = await rows('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
  const result = {
    types,
    inserted,
    large: [back.length, Buffer.compare(back, data)],
    double: [double.name, double.code, double.constraint, double.detail, double.severity],
    count: (await rows('select count(*)::int as n from item'))[0].n,
    many: [many.length, many.reduce((sum, { i, text }) => sum + i + text.length, 0)],
    fetched,
    notification: [channel, payload],
    pooled,
    ssl,
  };
  await client.end();
  const wrong = new pg.Client({ ...options, password: 'wrong' });
  const refused = await wrong.connect().catch((error) => error);
  return { ...result, refused: [refused.code, refused.message] };
}
