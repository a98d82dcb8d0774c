// File streams: ranges, options, events and their order.
const fs = require('node:fs');
const { once } = require('node:events');
const { pipeline } = require('node:stream/promises');

const show = (...values) => console.log(...values);

function trace(stream, ...names) {
  const seen = [];
  for (const name of names) stream.on(name, (value) => seen.push(typeof value === 'number' ? `${name} number` : name));
  return seen;
}

async function collect(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  return typeof chunks[0] === 'string' ? chunks.join('') : Buffer.concat(chunks).toString();
}

async function main() {
  const writer = fs.createWriteStream('w');
  const written = trace(writer, 'open', 'ready', 'finish', 'close', 'drain', 'pipe');
  show(writer.pending, writer.path, writer.bytesWritten, writer.flags, writer.mode);
  writer.write('hello ');
  writer.end('world');
  await once(writer, 'close');
  show(written, writer.bytesWritten, writer.fd, writer.closed, writer.pending);

  const reader = fs.createReadStream('w', { encoding: 'utf8' });
  const read = trace(reader, 'open', 'ready', 'end', 'close', 'data', 'error');
  show(reader.pending, reader.bytesRead, reader.readableHighWaterMark);
  await once(reader, 'close');
  show(read, reader.bytesRead, reader.fd);

  for (const range of [
    { start: 2 },
    { end: 3 },
    { start: 2, end: 4 },
    { start: 20 },
    { start: 0, end: 0 },
    { start: 3, highWaterMark: 2 },
  ]) {
    show(JSON.stringify(range), await collect(fs.createReadStream('w', range)));
  }
  const at = fs.createWriteStream('w', { flags: 'r+', start: 6 });
  at.end('there');
  await once(at, 'close');
  const append = fs.createWriteStream('w', { flags: 'a', flush: true });
  append.end('!');
  await once(append, 'close');
  show(fs.readFileSync('w', 'utf8'));

  const big = Buffer.alloc(1_500_000, 'abcdefg');
  fs.writeFileSync('big', big);
  await pipeline(fs.createReadStream('big'), fs.createWriteStream('big2'));
  show(fs.readFileSync('big2').equals(big));

  const missing = fs.createReadStream('none');
  const [error] = await once(missing, 'error');
  show(error.message, missing.destroyed);
  const wrong = fs.createWriteStream('none/none');
  show((await once(wrong, 'error'))[0].message);

  const fd = fs.openSync('w');
  const kept = fs.createReadStream('', { fd, autoClose: false, start: 0, end: 4 });
  show(await collect(kept), kept.path, kept.autoClose, fs.fstatSync(fd).size > 0);
  fs.closeSync(fd);
  const handle = await fs.promises.open('w');
  const own = handle.createReadStream({ encoding: 'utf8', end: 3 });
  show(await collect(own));
  await once(handle, 'close').catch(() => {});
  show(handle.fd);

  const calls = [];
  const override = {
    open(...args) {
      calls.push('open');
      fs.open(...args);
    },
    write(...args) {
      calls.push('write');
      fs.write(...args);
    },
    close(...args) {
      calls.push('close');
      fs.close(...args);
    },
  };
  const custom = fs.createWriteStream('custom', { fs: override });
  custom.write('a');
  custom.end('b');
  await once(custom, 'close');
  show(calls, fs.readFileSync('custom', 'utf8'));

  const controller = new AbortController();
  const aborted = fs.createReadStream('big', { signal: controller.signal });
  controller.abort();
  show((await once(aborted, 'error'))[0].name);

  const destroyed = fs.createReadStream('big');
  destroyed.destroy();
  await once(destroyed, 'close');
  show(destroyed.destroyed, destroyed.bytesRead);
  show(fs.ReadStream('w') instanceof fs.ReadStream, fs.createWriteStream('x').destroy() instanceof fs.WriteStream);
  show(fs.ReadStream.name, fs.WriteStream.name, fs.FileReadStream === fs.ReadStream);
  await new Promise((resolve) => fs.createWriteStream('closed').close(resolve));
  show(fs.existsSync('closed'));
}
main();
