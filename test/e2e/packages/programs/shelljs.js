import shell from 'shelljs';

/** Shell commands in JavaScript, and a real one. */
export async function job({ folder }) {
  shell.config.silent = true;
  shell.cd(folder);
  shell.mkdir('-p', 'a/b');
  shell.ShellString('one\ntwo\nthree\n').to('a/x.txt');
  shell.cp('-R', 'a', 'c');
  shell.sed('-i', 'two', '2', 'c/x.txt');
  shell.mv('c/x.txt', 'c/y.txt');
  shell.rm('-rf', 'a/b');
  const sync = shell.exec('echo out; echo err >&2; exit 4');
  const asynchronous = await new Promise((resolve) => {
    shell.exec('echo later', (code, stdout) => resolve([code, stdout]));
  });
  return {
    grep: shell.grep('t', 'a/x.txt').toString(),
    cat: shell.cat('c/y.txt').sort({ '-r': true }).toString(),
    ls: [...shell.ls('-R')],
    find: [...shell.find('c')],
    test: [shell.test('-f', 'c/y.txt'), shell.test('-d', 'a/b')],
    missing: [shell.cat('nope').code, shell.error()],
    exec: [sync.code, sync.stdout, sync.stderr],
    asynchronous,
    command: shell.cmd('printf', '%s', 'a b').stdout,
  };
}
