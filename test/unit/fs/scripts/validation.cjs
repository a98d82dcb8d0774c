// Arguments of the wrong kind: which error, in which words.
const fs = require('node:fs');

const bad = [
  undefined,
  null,
  true,
  1.5,
  -1,
  'text',
  'nul\0byte',
  {},
  [],
  Symbol('s'),
  () => {},
  new URL('http://h/x'),
  NaN,
];

function show(name, call) {
  try {
    const value = call();
    console.log(name, '→', typeof value);
  } catch (error) {
    console.log(name, '→', error.name, error.code, JSON.stringify(String(error.message).split('\n')[0]));
  }
}
const label = (value) =>
  typeof value === 'function'
    ? 'function'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : JSON.stringify(String(value));

// The descriptor of a directory: nothing that is tried below changes it.
const fd = fs.openSync('.');
fs.writeFileSync('file', 'content');

const onPath = [
  'accessSync',
  'chmodSync',
  'chownSync',
  'lstatSync',
  'mkdirSync',
  'opendirSync',
  'openSync',
  'readdirSync',
  'readFileSync',
  'readlinkSync',
  'realpathSync',
  'rmdirSync',
  'statfsSync',
  'statSync',
  'truncateSync',
  'unlinkSync',
  'utimesSync',
  'lutimesSync',
  'mkdtempSync',
];
for (const name of onPath) {
  for (const value of [undefined, null, true, 'nul\0byte', {}, [], Symbol('s'), () => {}, new URL('http://h/x')]) {
    if (name === 'truncateSync' && value === undefined) continue;
    show(`${name} ${label(value)}`, () => fs[name](value, 1, 1));
  }
}
const onTwo = ['renameSync', 'linkSync', 'copyFileSync', 'symlinkSync', 'cpSync'];
for (const name of onTwo) {
  for (const value of [undefined, 1, 'nul\0byte', {}]) {
    show(`${name} first ${label(value)}`, () => fs[name](value, 'x'));
    show(`${name} second ${label(value)}`, () => fs[name]('file', value));
  }
}
const onDescriptor = [
  'closeSync',
  'fstatSync',
  'fsyncSync',
  'fdatasyncSync',
  'ftruncateSync',
  'fchmodSync',
  'fchownSync',
  'futimesSync',
];
for (const name of onDescriptor) {
  for (const value of [undefined, null, true, 1.5, -1, 'text', {}, NaN, 2 ** 31]) {
    show(`${name} ${label(value)}`, () => fs[name](value, 0, 0));
  }
}
for (const value of bad) {
  if (value !== -1) show(`open flags ${label(value)}`, () => fs.closeSync(fs.openSync('file', value)));
  show(`open mode ${label(value)}`, () => fs.closeSync(fs.openSync('file', 'r', value)));
  if (!Number.isNaN(value)) show(`access mode ${label(value)}`, () => fs.accessSync('file', value));
  show(`chmod mode ${label(value)}`, () => fs.chmodSync('none', value));
  if (!Number.isNaN(value)) show(`copyFile mode ${label(value)}`, () => fs.copyFileSync('none', 'x', value));
  show(`chown uid ${label(value)}`, () => fs.chownSync('none', value, 0));
  show(`utimes ${label(value)}`, () => fs.utimesSync('none', value, 0));
  show(`truncate ${label(value)}`, () => fs.truncateSync('none', value));
  show(`mkdir options ${label(value)}`, () => fs.mkdirSync('none/none', value));
  show(`mkdir recursive ${label(value)}`, () => fs.mkdirSync('none/none', { recursive: value }));
  show(`readFile options ${label(value)}`, () => fs.readFileSync('none', value));
  if (value !== -1) show(`readFile flag ${label(value)}`, () => fs.readFileSync('none', { flag: value }));
  show(`readdir options ${label(value)}`, () => fs.readdirSync('none', value));
  show(`readdir encoding ${label(value)}`, () => fs.readdirSync('none', { encoding: value }));
  show(`writeFile data ${label(value)}`, () => fs.writeFileSync('none/none', value));
  show(`writeFile flush ${label(value)}`, () => fs.writeFileSync('none/none', '', { flush: value }));
  show(`writeFile mode ${label(value)}`, () => fs.writeFileSync('none/none', '', { mode: value }));
  show(`read buffer ${label(value)}`, () => fs.readSync(fd, value));
  show(`read offset ${label(value)}`, () => fs.readSync(fd, Buffer.alloc(4), value, 1, 0));
  show(`read position ${label(value)}`, () => fs.readSync(fd, Buffer.alloc(4), 0, 1, value));
  show(`write buffer ${label(value)}`, () => fs.writeSync(fd, value));
  if (typeof value !== 'function')
    show(`write offset ${label(value)}`, () => fs.writeSync(fd, Buffer.alloc(4), value, 1));
  if (!Array.isArray(value)) show(`readv ${label(value)}`, () => fs.readvSync(fd, value));
  show(`writev ${label(value)}`, () => fs.writevSync(fd, [value]));
  show(`rm options ${label(value)}`, () => fs.rmSync('none', value));
  show(`rm force ${label(value)}`, () => fs.rmSync('none', { force: value }));
  show(`rm retryDelay ${label(value)}`, () => fs.rmSync('none', { force: true, retryDelay: value }));
  show(`rm maxRetries ${label(value)}`, () => fs.rmSync('none', { force: true, maxRetries: value }));
  show(`cp options ${label(value)}`, () => fs.cpSync('absent', 'x', value));
  show(`cp filter ${label(value)}`, () => fs.cpSync('none', 'x', { filter: value }));
  if (value != null) show(`opendir bufferSize ${label(value)}`, () => fs.opendirSync('none', { bufferSize: value }));
  if (value !== null) show(`glob pattern ${label(value)}`, () => fs.globSync(value));
  show(`watchFile listener ${label(value)}`, () => {
    if (typeof value !== 'function') fs.watchFile('file', value);
  });
  show(`createReadStream ${label(value)}`, () => {
    if (typeof value !== 'string') fs.createReadStream(value);
  });
  show(`createReadStream start ${label(value)}`, () => fs.createReadStream('file', { start: value }).destroy());
  show(`createReadStream end ${label(value)}`, () => fs.createReadStream('file', { end: value }).destroy());
  show(`createReadStream fd ${label(value)}`, () => {
    if (value != null) fs.createReadStream('file', { fd: value, autoClose: false });
  });
  show(`createWriteStream flush ${label(value)}`, () => fs.createWriteStream('file', { flush: value, fd }));
}
for (const name of [
  'stat',
  'lstat',
  'access',
  'open',
  'readFile',
  'mkdir',
  'readdir',
  'rename',
  'unlink',
  'rm',
  'close',
  'fstat',
  'fsync',
  'chmod',
  'truncate',
  'exists',
  'realpath',
  'mkdtemp',
  'opendir',
  'cp',
  'copyFile',
  'symlink',
  'writeFile',
  'appendFile',
  'utimes',
  'glob',
]) {
  const first = ['close', 'fstat', 'fsync'].includes(name) ? fd : 'file';
  show(`${name} without callback`, () => fs[name](first, 'r', undefined));
}
show('positions', () => fs.readSync(fd, Buffer.alloc(1), 0, 1, 2n ** 64n));
show('length', () => fs.readSync(fd, Buffer.alloc(1), 0, 2, 0));
show('write length', () => fs.writeSync(fd, Buffer.alloc(1), 0, 2, 0));
show('hex', () => fs.writeSync(fd, 'abc', 0, 'hex'));
fs.closeSync(fd);
show('closed', () => fs.closeSync(fd));
