// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of shell.
import { afterAll, describe, expect, test } from 'vitest';
import { authorityOf, denialOf, Folder } from './fixture.ts';

// A host whose PATH has `ok` (listed), `evil` (not listed) and a few that are listed; the guest may write `work`.
const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
for (const name of ['ok', 'evil', 'sort', 'wc', 'grep', 'xargs']) folder.script(`bin/${name}`, 'exit 0');
const work = folder.directory('work');
folder.directory('work/sub');
folder.file('work/secret/key');
folder.link('work/out', '/etc');
folder.script('work/tool', 'exit 0');
folder.directory('outside');

const { authority } = authorityOf(
  {
    allowedPaths: [work],
    deniedPaths: [folder.at('work/secret')],
    allowedCommands: ['ok', 'sort', 'wc', 'grep', 'xargs', 'echo', 'printf', 'test', '[', 'true', 'missing'],
  },
  { cwd: work, environment: { PATH: folder.at('bin') } },
);
const variables = { HOME: work, X: 'evil', GLOB: '/etc/*', N: '3' };
const outside = folder.at('outside');

type Shells = 'sh' | 'bash' | 'both';
const shellsOf = (shells: Shells): string[] => (shells === 'both' ? ['/bin/sh', '/bin/bash'] : [`/bin/${shells}`]);
const check = (line: string, shell: string) => () => authority.shellLine({ line, shell, variables });

const allowed: readonly [line: string, shells: Shells][] = [
  ['ok', 'both'],
  ['ok a "b c" \'d\' e\\ f', 'both'],
  ['ok | sort | wc -l', 'both'],
  ['ok && ok || ok; ok', 'both'],
  ['ok & wait', 'both'],
  ['ok\nok', 'both'],
  ['! ok', 'both'],
  ['(ok; ok)', 'both'],
  ['{ ok; ok; }', 'both'],
  ['echo $(ok)', 'both'],
  ['echo "$(ok "$(ok)")"', 'both'],
  ['echo `ok`', 'both'],
  ['if ok; then ok; elif ok; then ok; else ok; fi', 'both'],
  ['while ok; do ok; done', 'both'],
  ['until ok; do ok; break; done', 'both'],
  ['for f in a b; do ok "$f"; done', 'both'],
  ['for f in *.txt; do ok $f; done', 'both'],
  ['case $X in evil) ok;; a|b) ok;; *) ok;; esac', 'both'],
  ['f() { ok "$@"; }; f evil', 'both'],
  ['f() { ok; } > log; f', 'both'],
  ['ok > out.txt 2>&1', 'both'],
  ['ok >> sub/log < sub/in', 'both'],
  ['ok 2>/dev/null >&2', 'both'],
  ['ok > /dev/stderr', 'both'],
  ['ulimit -c 0 && ok', 'both'],
  ['ulimit -S -n 64; ulimit -Ht unlimited; ok', 'both'],
  ['ok > ~/x', 'both'],
  ['ok <<E\n$(ok) $X `ok`\nE', 'both'],
  ["ok <<'E'\n$(evil)\nE", 'both'],
  ['ok <<-E\n\ta\n\tE\nok', 'both'],
  ['A=1 B="$X" ok', 'both'],
  ['A=$(ok); echo "$A"', 'both'],
  ['export A=1 B="$X"; ok', 'both'],
  ['unset A; ok', 'both'],
  ['set -eu; ok', 'both'],
  ['set -- a b; ok "$@"', 'both'],
  ['cd sub && ok > x', 'both'],
  ['(cd sub; ok)', 'both'],
  ['cd sub; cd .; ok', 'both'],
  ['cd sub && ok && cd .. && ok > x', 'both'],
  ['cd sub && cd .. || ok', 'both'],
  ['while IFS= read -r line; do ok "$line"; done', 'both'],
  ['IFS=: read -r a b', 'both'],
  ['ok & pid=$!; wait $pid', 'both'],
  ['read -r line; echo "$line"', 'both'],
  ['ok | while read -r a b; do ok "$b"; done', 'both'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done', 'both'],
  ['echo $((1 + 2 * (3 - 1)))', 'both'],
  ['echo ${X:-a} ${X%.*} "${X#a}" ${#X}', 'both'],
  ['[ "$X" = evil ] && [ ! -f x ] && test -n "$X"', 'both'],
  ['printf "%s\\n" "$X"', 'both'],
  ['command ok; command -v ok', 'both'],
  ['exec ok', 'both'],
  ['exec > log', 'both'],
  [': "${A:=b}"', 'both'],
  ['ok "evil; evil" \'$(evil)\' "\\$(evil)" evil', 'both'],
  ['ok # evil; evil', 'both'],
  ["# don't; evil\nok", 'both'],
  ['ok \\\n  --flag', 'both'],
  ['ok é 日本 "…"', 'both'],
  ['ok a=b --c=d', 'both'],
  ['missing', 'both'],
  ['ok *.txt sub/*', 'both'],
  ['', 'both'],
  ['[[ $X == ev* && -n $X ]] && ok', 'bash'],
  ['ok <<< "$X"', 'bash'],
  ['ok <(ok)', 'bash'],
  ["ok $'a\\nb'", 'bash'],
  ['ok {a,b}', 'bash'],
  ['ok &> log', 'bash'],
  ['ok |& sort', 'bash'],
  ['function f { ok; }; f', 'bash'],
  ['time ok', 'bash'],
  ['ok "${X/e/a}" "${X:0:1}" "${X^^}"', 'bash'],
];

const denied: readonly [line: string, shells: Shells][] = [
  // A command that is not listed, wherever it stands.
  ['evil', 'both'],
  ['ok; evil', 'both'],
  ['ok && evil', 'both'],
  ['ok || evil', 'both'],
  ['ok | evil', 'both'],
  ['ok & evil', 'both'],
  ['ok\nevil', 'both'],
  ['ok;evil', 'both'],
  ['! evil', 'both'],
  ['(evil)', 'both'],
  ['{ evil; }', 'both'],
  ['echo $(evil)', 'both'],
  ['echo "$(evil)"', 'both'],
  ['echo `evil`', 'both'],
  ['echo "`evil`"', 'both'],
  ['echo $(ok $(evil))', 'both'],
  ['echo `ok \\`evil\\``', 'both'],
  ['echo "a$(ok "b$(evil)")"', 'both'],
  ['echo ${X:-$(evil)}', 'both'],
  ['echo "${X:-`evil`}"', 'both'],
  ['echo ${X:=$(evil)} ', 'both'],
  ['echo ${X#$(evil)}', 'both'],
  ['echo $((1 + $(evil)))', 'both'],
  ['echo $((`evil`))', 'both'],
  ['A=$(evil)', 'both'],
  ['A=$(evil) ok', 'both'],
  ['export A="$(evil)"', 'both'],
  ['ok > $(evil)', 'both'],
  ['ok < "`evil`"', 'both'],
  ['ok <<E\n$(evil)\nE', 'both'],
  ['ok <<E\n`evil`\nE', 'both'],
  ['ok <<E\n${X:-$(evil)}\nE', 'both'],
  ['ok <<-E\n\t$(evil)\n\tE', 'both'],
  ['ok <<E\na\nE\nevil', 'both'],
  ['if evil; then ok; fi', 'both'],
  ['if ok; then evil; fi', 'both'],
  ['if ok; then ok; else evil; fi', 'both'],
  ['while evil; do ok; done', 'both'],
  ['until ok; do evil; done', 'both'],
  ['for x in a; do evil; done', 'both'],
  ['for x in $(evil); do ok; done', 'both'],
  ['case $(evil) in a) ok;; esac', 'both'],
  ['case a in $(evil)) ok;; esac', 'both'],
  ['case a in a) evil;; esac', 'both'],
  ['f() { evil; }', 'both'],
  ['f() { evil; }; f', 'both'],
  ['f() { ok; } > $(evil)', 'both'],
  ['[ -f "$(evil)" ]', 'both'],
  ['test $(evil)', 'both'],
  // The same in another spelling.
  ['"evil"', 'both'],
  ["e'vi'l", 'both'],
  ['e""vil', 'both'],
  ['\\evil', 'both'],
  ['ev\\il', 'both'],
  ['$X', 'both'],
  ['"$X"', 'both'],
  ['${X}', 'both'],
  ['e${Z}vil', 'both'],
  ['$(echo evil)', 'both'],
  ['`echo evil`', 'both'],
  ['ev*', 'both'],
  ['ev?l', 'both'],
  ['[e]vil', 'both'],
  ['~/tool', 'both'],
  ['./evil', 'both'],
  ['{evil,a}', 'both'],
  ["$'evil'", 'both'],
  ['\tevil', 'both'],
  ['A=1 evil', 'both'],
  ['A=1 $X', 'both'],
  ['>f evil', 'both'],
  ['2>&1 evil', 'both'],
  ['$Z evil', 'both'],
  ['"" evil', 'both'],
  // By a builtin that runs what it is given, or changes what a word means.
  ['eval evil', 'both'],
  ['eval "ok"', 'both'],
  ['. ./x', 'both'],
  ['source ./x', 'both'],
  ['exec evil', 'both'],
  ['exec $X', 'both'],
  ['exec -a ok evil', 'both'],
  ['command evil', 'both'],
  ['command eval evil', 'both'],
  ['command -p ok', 'both'],
  ['command -v evil', 'both'],
  ['command $X', 'both'],
  ['command exec evil', 'both'],
  ['builtin eval evil', 'both'],
  ['builtin command evil', 'both'],
  ['trap evil EXIT', 'both'],
  ['alias ok=evil; ok', 'both'],
  ['hash -p /bin/evil ok; ok', 'both'],
  ['enable -f ./x.so ok', 'both'],
  ['bind -x "a:evil"', 'both'],
  ['complete -C evil ok', 'both'],
  ['mapfile -C evil -c 1 a', 'both'],
  ['let "a[$(evil)]=1"', 'both'],
  ['declare -i a=1', 'both'],
  ['typeset a=1', 'both'],
  ['shopt -s expand_aliases', 'both'],
  ['ulimit -c "$(evil)"', 'both'],
  ['ulimit $X', 'both'],
  ['ulimit -a evil', 'both'],
  ['type evil', 'both'],
  ['jobs -x evil', 'both'],
  ['coproc evil', 'both'],
  ['time evil', 'both'],
  ['function f { evil; }', 'both'],
  ['set -k; ok', 'both'],
  ['set -o history', 'both'],
  ['set -m; ok &', 'both'],
  ['set $X', 'both'],
  ['set +f; ok $GLOB', 'both'],
  ['nohup ok', 'both'],
  ['env ok', 'both'],
  ['sh -c ok', 'both'],
  ['bash', 'both'],
  ['pwd', 'both'],
  ['kill -9 1', 'both'],
  ['unalias ok', 'both'],
  ['chdir sub', 'both'],
  // A function that is not there when it is called, and one that is more than it says.
  ['f; f() { ok; }', 'both'],
  ['if ok; then evil() { ok; }; fi; evil', 'both'],
  ['(evil() { ok; }); evil', 'both'],
  ['evil() { ok; } & evil', 'both'],
  ['evil() { ok; } | ok; evil', 'both'],
  ['evil() { ok; }; unset evil; evil', 'both'],
  ['evil() { ok; }; unset -f evil; evil', 'both'],
  ['evil() { ok; }; command evil', 'both'],
  ['evil() { ok; }; exec evil', 'both'],
  ['cd() { ok; }; cd /etc', 'both'],
  ['exit() { ok; }', 'both'],
  ['f() { "$@"; }; f evil', 'both'],
  // Variables that steer the shell or its programs.
  ['PATH=/tmp ok', 'both'],
  ['PATH=/tmp; ok', 'both'],
  ['export PATH=/tmp', 'both'],
  ['readonly PATH', 'both'],
  ['local PATH=/tmp', 'both'],
  ['unset PATH', 'both'],
  ['read PATH', 'both'],
  ['read -r a PATH', 'both'],
  ['read $X', 'both'],
  ['for PATH in /tmp; do ok; done', 'both'],
  ['getopts a PATH', 'both'],
  ['getopts $X y', 'both'],
  ['echo ${PATH:=/tmp}', 'both'],
  ['echo $((PATH=1))', 'both'],
  ['echo $(($X))', 'both'],
  ['IFS=/; ok', 'both'],
  ['IFS= ok', 'both'],
  ['IFS= ; read x', 'both'],
  ['IFS=$X read x', 'both'],
  ['IFS= command read x', 'both'],
  ['LD_PRELOAD=./x.so ok', 'both'],
  ['export LD_PRELOAD=./x.so', 'both'],
  ['BASH_ENV=./x ok', 'both'],
  ['ENV=./x ok', 'both'],
  ['GIT_SSH_COMMAND=evil ok', 'both'],
  ['HOME=/tmp ok', 'both'],
  ['PS4=x; set -x', 'both'],
  ['CDPATH=/etc; cd sub', 'both'],
  ['export A=$X', 'both'],
  ['export $X', 'both'],
  ['export "$X"', 'both'],
  ['local A=$X', 'both'],
  ['RANDOM=$X', 'both'],
  ['SECONDS=$X', 'both'],
  ['printf -v PATH x', 'both'],
  ['printf "-vPATH" x', 'both'],
  ['printf $X x', 'both'],
  ['printf "$X" x', 'both'],
  // Paths that the shell itself opens, lists or enters.
  ['ok > /etc/x', 'both'],
  [`ok > ${outside}/x`, 'both'],
  ['ok > ../outside/x', 'both'],
  ['ok < /etc/passwd', 'both'],
  ['ok <> /etc/passwd', 'both'],
  ['ok >| /etc/x', 'both'],
  ['ok > secret/key', 'both'],
  ['ok < ./sub/../secret/key', 'both'],
  ['ok > out/x', 'both'],
  ['ok > $X', 'both'],
  ['ok > "$GLOB"', 'both'],
  ['ok > *.txt', 'both'],
  ['ok > ~root/x', 'both'],
  ['ok > ~+/x', 'both'],
  ['ok > sub/link/../x', 'both'],
  ['ok > ""', 'both'],
  ['ok < /dev/tcp/127.0.0.1/80', 'both'],
  ['ok < //dev//udp/1.2.3.4/5', 'both'],
  ['ok > /proc/self/mem', 'both'],
  ['ok >& file', 'both'],
  ['ok >&$X', 'both'],
  ['ok <&10', 'both'],
  ['{ ok; } > /etc/x', 'both'],
  ['while ok; do ok; done < /etc/passwd', 'both'],
  ['f() { ok; } > /etc/x', 'both'],
  ['> /etc/x', 'both'],
  ['exec > /etc/x', 'both'],
  ['exec 3< /etc/passwd', 'both'],
  ['cd /etc', 'both'],
  ['cd ..', 'both'],
  ['cd', 'both'],
  ['cd -', 'both'],
  ['cd $X', 'both'],
  ['cd "$X"', 'both'],
  ['cd ~root', 'both'],
  ['cd out', 'both'],
  ['cd sub && ok > ../../x', 'both'],
  ['cd sub; ok > ../x', 'both'],
  ['cd sub; cd ../..', 'both'],
  ['cd sub; cd ..', 'both'], // The first may fail.
  ['ok (evil', 'both'],
  ['cd sub && ok || cd ..', 'both'],
  ['ok && cd sub || ok && cd ..', 'both'],
  ['cd sub && ok; cd ..', 'both'],
  ['cd sub && cd .. && cd ..', 'both'],
  ['(cd sub && ok); cd ..', 'both'],
  ['! cd sub && cd ..', 'both'],
  ['cd sub | ok && cd ..', 'both'],
  ['while ok; do cd sub; done', 'both'],
  ['f() { cd sub; }; f; ok > ../x', 'both'],
  ['f() { ok > ../x; }; cd sub; f', 'both'],
  ['ok /etc/*', 'both'],
  ['ok /e*/passwd', 'both'],
  ['ok */passwd', 'both'],
  ['ok out/*', 'both'],
  ['ok ../*', 'both'],
  ['ok secret/*', 'both'],
  ['ok $GLOB *', 'both'],
  ['for f in /etc/*; do ok "$f"; done', 'both'],
  ['ok "$X"/*', 'both'],
  ['ok ~root', 'both'],
  ['./tool', 'both'],
  ['sub/../tool', 'both'],
  // What bash evaluates and dash does not.
  ['[ -v "$X" ]', 'bash'],
  ['[ -v a ]', 'bash'],
  ['[ $X ]', 'bash'],
  ['[ "$X" "$GLOB" ]', 'bash'],
  ['test "$X" "$GLOB"', 'bash'],
  ['[ "$X" "$X" "$X" ]', 'bash'],
  ['[ "$X" = a -a "$GLOB" = b ]', 'bash'],
  ['echo $((X))', 'bash'],
  ['echo $((X$!))', 'bash'],
  ['echo $((X${#Z}))', 'bash'],
  ['echo $((1$!))', 'both'],
  ['echo $((${#X}X))', 'both'],
  ['echo $(($!$!X))', 'both'],
  ['echo $((A[$(evil)]))', 'bash'],
  ['read A; echo $((A))', 'bash'],
  ['echo $[1+1]', 'bash'],
  ['echo $[$(evil)]', 'bash'],
  ['echo ${!X}', 'bash'],
  ['echo ${X@P}', 'bash'],
  ['echo ${!X*}', 'bash'],
  ['echo ${A[$(evil)]}', 'bash'],
  ['echo ${A[X]}', 'bash'],
  ['echo ${X:$N}', 'bash'],
  ['echo ${X:A[$(evil)]}', 'bash'],
  ['echo ${X/a/$(evil)}', 'bash'],
  ['echo ${X^^$(evil)}', 'bash'],
  ['A=(1 2 $(evil))', 'bash'],
  ['A=([X]=1)', 'bash'],
  ['A[X]=1', 'bash'],
  ['((X))', 'bash'],
  ['for ((i=0;i<X;i++)); do ok; done', 'bash'],
  ['[[ -v X ]]', 'bash'],
  ['[[ $X -eq 1 ]]', 'bash'],
  ['[[ -f /etc/passwd ]]', 'bash'],
  ['[[ -f $X ]]', 'bash'],
  ['[[ a == $(evil) ]]', 'bash'],
  ['[[ a -nt /etc/passwd ]]', 'bash'],
  ['[[ $(evil) ]]', 'bash'],
  ['ok <(evil)', 'bash'],
  ['ok >(evil)', 'bash'],
  ['ok > >(ok)', 'bash'],
  ['ok <<< $(evil)', 'bash'],
  ['ok {a,$(evil)}', 'bash'],
  ['ok {/etc/*,a}', 'bash'],
  ['ok @(a|b)', 'bash'],
  ['ok $"a"', 'bash'],
  ['ok ${ evil; }', 'bash'],
  ['ok ${ ok; }', 'bash'],
  ['ok {fd}> x', 'bash'],
  ['ok &> /etc/x', 'bash'],
  ['wait -p A', 'bash'],
  ['wait "$X"', 'bash'],
  ['select x in a; do ok; done', 'bash'],
  // What a POSIX shell reads otherwise than the parser.
  ['[[ a > b ]]', 'sh'],
  ['[[ ok && evil ]]', 'sh'],
  ['((ok))', 'sh'],
  ['((ok);(ok))', 'sh'],
  ['ok &> x', 'sh'],
  ['ok |& ok', 'sh'],
  ['ok <(ok)', 'sh'],
  ['ok <<< a', 'sh'],
  ["echo $'a\\'; evil #'", 'sh'],
  ['ok {a,b}', 'sh'],
  ['A+=b ok', 'sh'],
  ['A[1]=x ok', 'sh'],
  ['A=(evil)', 'sh'],
  ['function ok { ok; }', 'sh'],
  ['time ok', 'sh'],
  ['case a in a) ok;& b) ok;; esac', 'sh'],
  ['echo ${X:0:1}', 'sh'],
  ['echo ${X/a/b}', 'sh'],
  ['builtin ok', 'sh'],
  ['i=$((i++))', 'sh'],
  ['echo $((ok); (ok))', 'sh'],
  // What shells and parsers disagree on.
  ['ok\revil', 'both'],
  ['ok \0evil', 'both'],
  ['ok \x0bevil', 'both'],
  ['ok \u2028evil', 'both'],
  ['ok \ud800', 'both'],
  ['ok€|evil', 'both'],
  ['ok "é\\" evil "', 'both'],
  ['o\\\nk', 'both'],
  ['echo $\\\n(ok)', 'both'],
  ['ok &\\\n& ok', 'both'],
  ['ok # x \\\nok', 'both'],
  ['echo $(ok # )\n)', 'both'],
  ['ok <<E\na\\\nE\nevil\nE', 'both'],
  ['ok <<"E F"\nE F', 'both'],
  ['ok <<$X\n$X', 'both'],
  ['ok <<E\na', 'both'],
  ['ok <<E"F"\nEF', 'both'],
  ['echo "${X:-"$X"}"', 'both'],
  ['echo "${X:-\'}\'}"', 'both'],
  ['echo "`echo \\"a\\"`"', 'both'],
  ['echo ${X:-{}', 'both'],
  ['if ok; then', 'both'],
  ['ok "', 'both'],
  ["ok '", 'both'],
  ['ok (', 'both'],
  ['ok )', 'both'],
  ['ok ;; ok', 'both'],
  ['f() ok', 'both'],
  ['echo `ok', 'both'],
  ['echo $(ok', 'both'],
  ['echo ${X', 'both'],
  ['echo $((1', 'both'],
  [`${'('.repeat(200)}ok${')'.repeat(200)}`, 'both'],
  [`echo ${'$(echo '.repeat(200)}${')'.repeat(200)}`, 'both'],
  [`ok ${'a'.repeat(140_000)}`, 'both'],
];

describe('a line that is allowed', () => {
  test.each(allowed.flatMap(([line, shells]) => shellsOf(shells).map((shell) => [shell, line] as const)))(
    '%s: %j',
    (shell, line) => {
      expect(denialOf(check(line, shell))?.rule).toBe(undefined);
    },
  );
});

describe('a line that is denied', () => {
  test.each(denied.flatMap(([line, shells]) => shellsOf(shells).map((shell) => [shell, line] as const)))(
    '%s: %j',
    (shell, line) => {
      expect(denialOf(check(line, shell))?.code).toBe('ERR_ACCESS_DENIED');
    },
  );
});

describe('what a denial says', () => {
  const denial = (line: string, shell = '/bin/sh') => denialOf(check(line, shell));

  test('the command that is not listed', () => {
    expect(denial('ok | evil --token=s3cret')).toMatchObject({ permission: 'ChildProcess', resource: 'evil' });
  });
  test('the path', () => {
    expect(denial('ok > /etc/x')).toMatchObject({ permission: 'FileSystemWrite', resource: '/etc/x' });
    expect(denial('ok < /etc/x')).toMatchObject({ permission: 'FileSystemRead', resource: '/etc/x' });
  });
  test('the variable', () => {
    expect(denial('LD_PRELOAD=x ok')).toMatchObject({ permission: 'Environment', resource: 'LD_PRELOAD' });
  });
  test('the line itself to the guest, and the shell to the audit', () => {
    expect(denial('ok s3cret "')).toMatchObject({ resource: 'ok s3cret "', recorded: '/bin/sh' });
  });
});

describe('shells', () => {
  const shell = (name: string | undefined) =>
    denialOf(() => authority.shellLine({ line: 'ok', shell: name, variables }));

  test.each([undefined, '/bin/sh', '/bin/bash', '/bin/dash', '/usr/bin/bash'])('%s is known', (name) => {
    expect(shell(name)).toBe(undefined);
  });
  test.each(['zsh', '/bin/zsh', './sh', 'ok', folder.at('bin/ok'), '/usr/bin/env', '', 'cmd.exe', '/bin/../bin/env'])(
    '%s is not',
    (name) => {
      expect(shell(name)?.code).toBe('ERR_ACCESS_DENIED');
    },
  );
  test('argv[0] makes no login shell and no other language of it', () => {
    const as = (argv0: string, name?: string) =>
      denialOf(() => authority.shellLine({ line: 'ok', shell: name, argv0, variables }))?.rule;
    expect(as('-sh')).toContain('shell');
    expect(as('-bash', '/bin/bash')).toContain('shell');
    expect(as('sh', '/bin/bash')).toContain('shell');
    expect(as('anything', '/bin/bash')).toBe(undefined);
    expect(as('anything')).toBe(undefined);
  });
  test('a link that the guest can write is run as what it was when it was checked', () => {
    const link = folder.link('work/mysh', '/bin/dash');
    expect(authority.shellLine({ line: 'ok', shell: link, variables })).toMatchObject({ file: '/usr/bin/dash' });
  });
});

describe('the plan', () => {
  const plan = (line: string, shell = '/bin/sh') => authority.shellLine({ line, shell, variables });

  test('names the commands, and the paths that the shell opens', () => {
    expect(plan('ok < a | sort > b')).toMatchObject({
      commands: [
        { name: 'ok', file: folder.at('bin/ok') },
        { name: 'sort', file: folder.at('bin/sort') },
      ],
      redirects: [
        { permission: 'FileSystemRead', path: 'a', real: folder.at('work/a') },
        { permission: 'FileSystemWrite', path: 'b', real: folder.at('work/b') },
      ],
    });
  });
  test('switches file name expansion off where only values could use it', () => {
    expect(plan('ok $GLOB')).toMatchObject({ args: ['-f', '-c', 'ok $GLOB'] });
    expect(plan('ok "$GLOB"')).toMatchObject({ args: ['-c', 'ok "$GLOB"'] });
    expect(plan('ok $N')).toMatchObject({ args: ['-c', 'ok $N'] });
  });
  test('keeps bash from its start-up files', () => {
    expect(plan('ok', '/bin/bash')).toMatchObject({ args: ['--noprofile', '--norc', '-c', 'ok'] });
  });
});

describe('a line that is made to take long', () => {
  const times = (text: string): string => text.repeat(Math.floor(120_000 / text.length));
  test.each([
    times('$('),
    times('"$('),
    times('('),
    times('`'),
    `echo ${times('${X:-')}`,
    `echo $((${times('1+')}1))`,
    `echo $((${times('(')}1))`,
    times('ok <<E\nE\n'),
    `ok > ${times('a/')}`,
    `ok > ${times('a/.')}`,
    `ok > ${times('../')}`,
    times('cd a && '),
    times('cd a; '),
    times('A=1 '),
    `ok ${times('{a,')}`,
    `ok ${times('[')}`,
    times('f() { '),
    times('if '),
  ])('%#', (line) => {
    const start = performance.now();
    denialOf(check(line, '/bin/bash'));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
