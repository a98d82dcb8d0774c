import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh2 from 'ssh2';

/** Runs commands, and reads and writes files over SFTP; with the wrong key or for another host it is refused. */
export async function job({ port, username, privateKey, wrongKey, hostKey, remote }) {
  const connect = async (changes = {}) => {
    const client = new ssh2.Client();
    const ready = once(client, 'ready');
    client.connect({
      host: '127.0.0.1',
      port,
      username,
      privateKey,
      hostVerifier: (key) => key.toString('base64') === hostKey,
      ...changes,
    });
    await ready;
    return client;
  };
  const client = await connect();
  const run = async (command, input) => {
    const stream = await promisify(client.exec.bind(client))(command);
    const output = ['', ''];
    stream.on('data', (data) => (output[0] += data));
    stream.stderr.on('data', (data) => (output[1] += data));
    const exit = once(stream, 'exit');
    const closed = once(stream, 'close');
    stream.end(input);
    await closed;
    return [...(await exit), ...output];
  };
  const commands = [await run('echo out; echo err >&2; exit 3'), await run('cat', 'hällo')];
  const zeros = (await run('head -c 3000000 /dev/zero'))[1];
  const counted = await run('wc -c', Buffer.alloc(2_000_000, 'x'));

  const sftp = await promisify(client.sftp.bind(client))();
  const call = (name, ...args) => promisify(sftp[name].bind(sftp))(...args);
  const file = join(remote, 'file');
  const data = Buffer.alloc(1_500_000, 'Größe\0');
  await call('writeFile', file, data);
  const back = await call('readFile', file);
  const streamed = [];
  for await (const chunk of sftp.createReadStream(file, { start: 10, end: 99_999 })) streamed.push(chunk);
  await call('rename', file, `${file}2`);
  const names = (await call('readdir', remote)).map(({ filename }) => filename);
  const { size } = await call('stat', `${file}2`);
  await call('unlink', `${file}2`);
  const missing = await call('stat', file).catch((error) => error);
  client.end();
  await once(client, 'close');

  const refused = [];
  for (const changes of [
    { privateKey: wrongKey },
    { hostVerifier: (_, decide) => void setTimeout(decide, 10, false) },
  ]) {
    const error = await connect(changes).catch((thrown) => thrown);
    refused.push([error.level, error.message]);
  }
  return {
    commands,
    zeros: zeros.length,
    counted: counted.map((value) => (typeof value === 'string' ? value.trim() : value)),
    back: Buffer.compare(back, data),
    streamed: Buffer.concat(streamed).length,
    names,
    size,
    missing: [missing.code, missing.message],
    refused,
  };
}
