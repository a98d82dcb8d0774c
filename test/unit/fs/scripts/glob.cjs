// Patterns of glob, against Node's own matcher.
const fs = require('node:fs');
const { dirname } = require('node:path');

const files = [
  'a.js',
  'b.ts',
  'ab.js',
  'A.JS',
  '.hidden.js',
  'x-y.txt',
  'x^y',
  'x!y',
  '[z]',
  'a+b',
  'a(b)',
  '1.txt',
  '2.txt',
  '10.txt',
  'ä.txt',
  '{c}',
  'dir/a.js',
  'dir/b/c.js',
  'dir/.dot/d.js',
  'dir/b/d/e.js',
  'other/a.js',
  'deep/1/2/3/f.md',
];
for (const file of files) {
  fs.mkdirSync(dirname(file), { recursive: true });
  fs.writeFileSync(file, '');
}
fs.symlinkSync('dir', 'linked');

const patterns = [
  '*',
  '*.js',
  '.*',
  '?.js',
  '??.js',
  '[ab].js',
  '[!a].js',
  '[^a]*.ts',
  '[a-c]*',
  '[[:alpha:]].js',
  '[[:digit:]]*.txt',
  '*.{js,ts}',
  '{a,b}.*',
  '{1..2}.txt',
  '{01..10}.txt',
  'a{b,}.js',
  '+(a|b).js',
  '@(a|ab).js',
  '!(a).js',
  '?(a)b.js',
  '*(a|b).js',
  '!(*.js)',
  '!(a|b).{js,ts}',
  '**',
  '**/*.js',
  'dir/**',
  'dir/**/*.js',
  '**/b/**',
  'dir/*/',
  '**/',
  './*.js',
  './dir/../*.ts',
  'dir//a.js',
  '**/**/c.js',
  'linked/*',
  'linked/**',
  '**/a.js',
  'x\\^y',
  'x^y',
  '\\[z]',
  '[[]z]',
  'a+b',
  'a(b)',
  '*-*',
  'none/*',
  'd*/b/*',
  '*/*',
  '*/*/*',
  '[',
  '[]',
  'a[',
  '{',
  '{a',
  '{a}',
  '\\{c}',
  'deep/**/f.md',
  'deep/*/*/**',
  '**/{a,c}.js',
  '{dir,other}/a.js',
  'dir/{a.js,b/{c.js,d/e.js}}',
  '[a-',
  '[z-a].js',
  'ä*',
  '?.txt',
];
for (const pattern of patterns) {
  let found;
  try {
    found = fs.globSync(pattern).sort().join(' ');
  } catch (error) {
    found = `${error.name} ${error.message}`;
  }
  console.log(pattern, '→', found);
}
for (const exclude of [['**/*.js'], ['dir'], ['dir/**'], ['*.js', 'b.*'], (name) => name.includes('b')]) {
  console.log(String(exclude), '→', fs.globSync('**/*.{js,ts}', { exclude }).sort().join(' '));
}
console.log(fs.globSync('*.js', { cwd: 'dir' }).join(), fs.globSync(['*.js', 'a.*']).sort().join());
console.log(
  fs
    .globSync('dir/*', { withFileTypes: true })
    .map((d) => [d.name, d.isDirectory()])
    .sort(),
);
