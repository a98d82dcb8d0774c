// What the synchronous functions do, and say when they cannot.
const fs = require('node:fs');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const scratch = process.argv[2];
const show = (...values) => console.log(...values);
function attempt(name, call) {
  try {
    show(name, '→', call());
  } catch (error) {
    const { code, errno, syscall, path, dest } = error;
    show(name, '→', error.name, error.message, JSON.stringify({ code, errno, syscall, path, dest }));
  }
}

// Whole files.
fs.writeFileSync('a', 'one');
fs.appendFileSync('a', Buffer.from(' two'));
fs.writeFileSync('bytes', new Uint16Array([0x4241, 0x4443]));
show(fs.readFileSync('a', 'utf8'), fs.readFileSync('a', { encoding: 'base64' }), fs.readFileSync('bytes'));
show(
  fs.readFileSync(join(scratch, 'a'), 'latin1'),
  fs.readFileSync(pathToFileURL('a'), 'utf8'),
  fs.readFileSync(Buffer.from('a'), 'utf8'),
);
fs.writeFileSync('utf8', 'ä€😀'.repeat(200_000));
show(fs.readFileSync('utf8', 'utf8') === 'ä€😀'.repeat(200_000), fs.statSync('utf8').size);
fs.writeFileSync('big', Buffer.alloc(3_000_001, 'xyz'));
show(fs.readFileSync('big').length, fs.readFileSync('big').equals(Buffer.alloc(3_000_001, 'xyz')));
fs.writeFileSync('mode', '', { mode: 0o604 });
show((fs.statSync('mode').mode & 0o777).toString(8));
fs.writeFileSync('flag', 'x', { flag: 'ax' });
attempt('exclusive', () => fs.writeFileSync('flag', 'x', { flag: 'wx' }));

// Descriptors.
const fd = fs.openSync('d', 'w+');
show(
  fs.writeSync(fd, 'hello'),
  fs.writeSync(fd, Buffer.from('--world--'), 2, 5),
  fs.writeSync(fd, 'J', 0),
  fs.writevSync(fd, [Buffer.from('a'), new Uint8Array([98])], 10),
);
const buffer = Buffer.alloc(8, '.');
show(fs.readSync(fd, buffer, 1, 5, 0), buffer.toString(), fs.readSync(fd, buffer, { position: 5n }), buffer.toString());
show(
  fs.readvSync(fd, [Buffer.alloc(2), Buffer.alloc(20)], 0),
  fs.fstatSync(fd).size,
  fs.fstatSync(fd, { bigint: true }).size,
);
fs.ftruncateSync(fd, 3);
fs.fsyncSync(fd);
fs.fdatasyncSync(fd);
fs.futimesSync(fd, 1, new Date(2000));
fs.fchmodSync(fd, '600');
show(fs.readFileSync('d', 'utf8'), fs.fstatSync(fd).mtimeMs, (fs.fstatSync(fd).mode & 0o777).toString(8));
show(fs.openSync('d') - fd, fs.openSync('d') - fd);
fs.closeSync(fd);
show(fs.openSync('d') - fd);
attempt('read only', () => fs.writeSync(fs.openSync('d'), 'x'));
attempt('a directory', () => fs.readFileSync('.'));
attempt('write a directory', () => fs.writeFileSync('.', ''));
attempt('closed', () => fs.fstatSync(12345));

// Directories.
show(fs.mkdirSync('p/q/r', { recursive: true }), fs.mkdirSync('p/q/r', { recursive: true }), fs.mkdirSync('one'));
fs.writeFileSync('p/file', '');
fs.writeFileSync('p/q/ä', '');
fs.symlinkSync('file', 'p/link');
show(fs.readdirSync('p'), fs.readdirSync('p', { recursive: true }).sort(), fs.readdirSync('p', 'buffer').length);
show(
  fs
    .readdirSync('p', { withFileTypes: true })
    .map((d) => [d.name, d.isFile(), d.isDirectory(), d.isSymbolicLink(), d.parentPath]),
);
show(
  fs
    .readdirSync('p', { withFileTypes: true, recursive: true })
    .map((d) => join(d.parentPath, d.name))
    .sort(),
);
const dir = fs.opendirSync('p');
const names = [];
for (let entry = dir.readSync(); entry; entry = dir.readSync()) names.push(entry.name);
dir.closeSync();
show(names.sort(), dir.path, /^t-.{6}$/.test(fs.mkdtempSync('t-')));
attempt('closed directory', () => dir.readSync());
attempt('mkdir', () => fs.mkdirSync('p'));
attempt('mkdir in nothing', () => fs.mkdirSync('none/x'));
attempt('mkdir over a file', () => fs.mkdirSync('a', { recursive: true }));
attempt('mkdir in a file', () => fs.mkdirSync('a/b/c', { recursive: true }));
attempt('rmdir', () => fs.rmdirSync('p'));
attempt('readdir', () => fs.readdirSync('none'));
attempt('readdir a file', () => fs.readdirSync('a'));

// Names.
fs.renameSync('p/file', 'p/renamed');
fs.linkSync('a', 'hard');
fs.symlinkSync('a', 'soft');
show(
  fs.readlinkSync('soft'),
  fs.realpathSync('soft'),
  fs.realpathSync.native('soft'),
  fs.statSync('hard').nlink,
  fs.lstatSync('soft').isSymbolicLink(),
);
fs.copyFileSync('a', 'copy');
show(fs.readFileSync('copy', 'utf8'), fs.existsSync('copy'), fs.existsSync('none'), fs.existsSync('soft/x'));
attempt('copyFile', () => fs.copyFileSync('a', 'copy', fs.constants.COPYFILE_EXCL));
attempt('copyFile a directory', () => fs.copyFileSync('p', 'copy2'));
attempt('rename', () => fs.renameSync('none', 'x'));
attempt('link', () => fs.linkSync('none', 'x'));
attempt('symlink', () => fs.symlinkSync('a', 'soft'));
attempt('readlink', () => fs.readlinkSync('a'));
attempt('realpath', () => fs.realpathSync('none/x'));
attempt('realpath.native', () => fs.realpathSync.native('none/x'));
attempt('unlink', () => fs.unlinkSync('none'));
attempt('access', () => fs.accessSync('none'));
attempt('stat', () => fs.statSync('none'));
attempt('lstat', () => fs.lstatSync('a/b'));
attempt('no throw', () => fs.statSync('none', { throwIfNoEntry: false }));
attempt('open', () => fs.openSync('none/x', 'w'));
attempt('the empty path', () => fs.statSync(''));
attempt('truncate', () => fs.truncateSync('none'));
attempt('chmod', () => fs.chmodSync('none', 0o644));
attempt('utimes', () => fs.utimesSync('none', 1, 1));
attempt('lutimes', () => fs.lutimesSync('none', 1, 1));
attempt('chown', () => fs.chownSync('none', 1, 1));
attempt('lchown', () => fs.lchownSync('none', 1, 1));
attempt('statfs', () => fs.statfsSync('none'));
attempt('mkdtemp', () => fs.mkdtempSync('none/x'));
attempt('rm', () => fs.rmSync('p'));
// The words of these differ from version to version.
const attemptCopy = (name, ...args) => {
  try {
    fs.cpSync(...args);
  } catch ({ code }) {
    show(name, '→', code);
  }
};
attemptCopy('cp', 'none', 'x');
attemptCopy('cp to itself', 'a', './a');
attemptCopy('cp into itself', 'p', 'p/in', { recursive: true });
attemptCopy('cp over a file', 'p', 'a', { recursive: true });
attemptCopy('cp exists', 'a', 'copy', { force: false, errorOnExist: true });

// Trees.
fs.cpSync('p', 'tree', { recursive: true, filter: (source) => !source.endsWith('ä') });
show(fs.readdirSync('tree', { recursive: true }).sort(), fs.readlinkSync('tree/link'));
show(fs.globSync('**/*', { exclude: ['t-*'] }).sort(), fs.globSync(['p/*', '!(p)/q'], { exclude: ['**/link'] }).sort());
fs.rmSync('tree', { recursive: true });
fs.rmSync('tree', { recursive: true, force: true });
show(fs.existsSync('tree'));

// Attributes.
fs.truncateSync('a', 2);
fs.chmodSync('a', 0o640);
fs.utimesSync('a', 1.5, '2.25');
fs.lutimesSync('soft', 3, 4);
const stats = fs.statSync('a');
show(
  (stats.mode & 0o777).toString(8),
  stats.atimeMs,
  stats.mtime.toISOString(),
  fs.lstatSync('soft').mtimeMs,
  fs.readFileSync('a', 'utf8'),
);
show(Object.keys(stats).join(), Object.keys(fs.statSync('a', { bigint: true })).join(), stats.constructor.name);
show(
  fs.statSync('a', { bigint: true }).mtimeNs,
  typeof fs.statfsSync('.').bsize,
  typeof fs.statfsSync('.', { bigint: true }).bsize,
);
fs.utimesSync('a', new Date(-1500), 0);
show(fs.statSync('a').atimeMs, fs.statSync('a').mtimeMs);
show(
  Object.keys(fs.constants).length > 50,
  fs.constants.O_CREAT,
  Object.isFrozen(fs.constants),
  fs.promises.constants === fs.constants,
);
