// Callbacks, promises and file handles.
const fs = require('node:fs');
const { promisify } = require('node:util');

const show = (...values) => console.log(...values);
const failed = (name) => (error) => show(name, error.name, error.code, error.message);

function callbacks() {
  return new Promise((resolve) => {
    fs.writeFile('a', 'content', (error) => {
      show(error);
      fs.readFile('a', 'utf8', (...values) => {
        show(values);
        fs.stat('a', (_, stats) => {
          show(stats.size, stats.isFile());
          fs.open('a', (_e, fd) => {
            fs.read(fd, { position: 3, length: 4, buffer: Buffer.alloc(4) }, (e, n, buffer) => {
              show(e, n, buffer.toString());
              fs.close(fd, (...args) => {
                show(args);
                fs.stat('none', (e2, s) => {
                  show(e2.message, s);
                  fs.exists('a', (yes) => {
                    show(yes);
                    resolve();
                  });
                });
              });
            });
          });
        });
      });
    });
  });
}

async function order() {
  const seen = [];
  await new Promise((resolve) => {
    fs.stat('a', () => {
      seen.push('stat');
      process.nextTick(() => seen.push('tick'));
      Promise.resolve().then(() => seen.push('microtask'));
      setImmediate(() => {
        seen.push('immediate');
        resolve();
      });
    });
    seen.push('called');
  });
  show(seen.join(' '));
}

async function promises() {
  const { readFile, writeFile, appendFile, open, mkdir, readdir, rm, stat, cp, mkdtemp, rename, copyFile } =
    fs.promises;
  await writeFile('p', 'one');
  await appendFile('p', ' two');
  show(await readFile('p', 'utf8'), (await stat('p')).size, await mkdir('d/e/f', { recursive: true }));
  await writeFile(
    'p',
    (async function* () {
      yield 'x';
      yield Buffer.from('y');
    })(),
  );
  show(await readFile('p'), await readdir('d', { recursive: true }));
  await readFile('none').catch(failed('readFile'));
  await open('none/x', 'w').catch(failed('open'));
  await readFile('p', { signal: AbortSignal.abort() }).catch(failed('aborted'));
  await writeFile('p', 'z', { signal: AbortSignal.abort() }).catch(failed('aborted'));
  await rename('p', 'q');
  await copyFile('q', 'd/q');
  await cp('d', 'd2', { recursive: true });
  show((await readdir('d2')).sort(), /^t.{6}$/.test(await mkdtemp('t')));
  await rm('d2', { recursive: true });
  await rm('d2').catch(failed('rm'));
  await using temporary = await fs.promises.mkdtempDisposable('u');
  show(fs.existsSync(temporary.path));
  const found = [];
  for await (const name of fs.promises.glob('d/**/*')) found.push(name);
  show(found.sort());
  const dir = await fs.promises.opendir('d');
  const entries = [];
  for await (const entry of dir) entries.push(entry.name);
  show(entries.sort());
}

async function handles() {
  const handle = await fs.promises.open('h', 'w+');
  show(typeof handle.fd, handle.constructor.name);
  show(await handle.write('line one\nline two\n').then(({ bytesWritten, buffer }) => [bytesWritten, buffer]));
  show(await handle.writev([Buffer.from('line'), Buffer.from(' three\n')]).then(({ bytesWritten }) => bytesWritten));
  show(await handle.read(Buffer.alloc(4), 0, 4, 5).then(({ bytesRead, buffer }) => [bytesRead, buffer.toString()]));
  show((await handle.stat()).size);
  await handle.truncate(18);
  await handle.chmod(0o600);
  await handle.utimes(1, 2);
  await handle.sync();
  await handle.datasync();
  await handle.close();
  await handle.read(Buffer.alloc(1)).catch(failed('closed'));
  show(handle.fd, await handle.close());
  const again = await fs.promises.open('h');
  const lines = [];
  for await (const line of again.readLines()) lines.push(line);
  show(lines);
  const whole = await fs.promises.open('h');
  show(await whole.readFile('utf8'), await whole.readFile('utf8'));
  let streamed = 0;
  for await (const chunk of (await fs.promises.open('h')).readableWebStream()) streamed += chunk.byteLength;
  show(streamed);
  let events = 0;
  whole.on('close', () => events++);
  await whole.close();
  show(events);
  {
    await using disposed = await fs.promises.open('h');
    show(typeof disposed.fd);
  }
}

async function promisified() {
  const fd = fs.openSync('h');
  show(await promisify(fs.read)(fd, Buffer.alloc(3), 0, 3, 0));
  show(
    await promisify(fs.readv)(fd, [Buffer.alloc(2)], 0),
    await promisify(fs.exists)('h'),
    await promisify(fs.exists)('none'),
  );
  fs.closeSync(fd);
  show((await fs.openAsBlob('h', { type: 'text/plain' })).type, await (await fs.openAsBlob('h')).text());
}

async function main() {
  await callbacks();
  await order();
  await promises();
  await handles();
  await promisified();
}
main();
