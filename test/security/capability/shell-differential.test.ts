// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are pieces of shell.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { ShellPlan } from '../../../host-bridge/capability/shell.ts';
import { authorityOf, denialOf, Folder } from './fixture.ts';

/*
 * The real shells as judges: lines are made at random from pieces that parsers stumble over; each that is allowed is
 * run, and then nothing may have happened that the token does not allow. The seed is fixed, so a failure repeats.
 */

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
const marker = folder.at('evil-ran');
folder.script('bin/ok', 'printf "OK:%s\\n" "$*"');
folder.script('bin/evil', `echo "$0 $*" >> ${marker}`);
folder.link('bin/cat', '/bin/cat');
folder.file('work/a.txt');
folder.file('work/evil');
folder.directory('work/sub');
folder.file('outside/SECRETNAME');
const work = folder.at('work');

const { authority } = authorityOf(
  { allowedPaths: [work], allowedCommands: ['ok', 'cat', 'printf', 'echo', 'test', '[', 'true', 'false'] },
  { cwd: work, environment: { PATH: folder.at('bin') }, grant: { env: ['HOME'] } },
);
/** A guest chooses what is in its variables. */
const hostile = {
  X: 'evil',
  Y: 'a[$(evil)]',
  Z: `${folder.at('outside')}/*`,
  W: '-v',
  V: 'x; evil',
  P: 'PATH=/tmp',
  Q: "'; evil; '",
  E: '',
  N: '3',
  B: '`evil`',
  D: '$(evil)',
  HOME: work,
  F: 'f',
  O: `${folder.at('outside')}/x`,
};
const { variables } = authority.environment(Object.entries(hostile), work);

const pieces =
  `ok|evil| | | | |\\n|;|;|&&|||||||&|(|)|{ |; }|$(|\`|"|'|\\|$X|"$X"|$Y|"$Y"|$Z|$W|"$W"|$D|"$D"|$B|\${X}|\${X:-|}|\${Y:=|$((|))|[|]|[[ | ]]|((| -v |-eq| = |<<E\\n|\\nE\\n|<<-"E"\\n|<<<|>f|>OUT/f|>../outside/f|> |< |2>&1|>&|&>f||&|#| # |!| ! |if | then |fi| do |done|for x in |while |case |esac| in |;;|a)|*|?|*.txt|OUT/*|~|~/|=|A=|A=$X|PATH=|export |readonly |local |read |unset |set |set -- |-k |-f |+f |exec |command |builtin |eval |. |trap |alias |cd |cd sub|cd ..|printf |printf -v |test |echo |true|f() { ok; }|f|evil() { ok; }|unset evil|function |time |coproc |select |{a,b}|{ok,evil}|$'|$"|@(|+(|:|1|2|-|--|\\t|\\\\\\n| \\\\\\n|é|$1|$@|"$@"|$#|$?|$!|\${#X}|\${X#|\${X%|\${X/|\${!X}|\${X@P}|\${X:0:1}|\${X:$N}|\${|wait |getopts |i=|i=$((i+1))|$i|$((i))|$((N))|$((Y))|shift|return |exit |umask |ulimit |-c|<"$Q"|>"$F"|>"\${F}"|>"$O"|<(|>(`
    .replaceAll('\\\\\\n', '\\\n')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
    .replaceAll('OUT', folder.at('outside'))
    .split('|')
    .concat('|', '||', '|&');

const seeds = [
  'ok "$X" *',
  'ok | cat > out 2>&1 && cat < sub/y',
  'for f in *.txt; do echo $f; done',
  'i=0; while [ $i -lt 3 ]; do echo $i; i=$((i+1)); done',
  'f() { ok "$@"; }; f evil',
  'cd sub && ok > x',
  'ok $(ok) `ok`',
  'cat <<E\n$(ok) $X\nE\nok',
  "cat <<'E'\n$(evil)\nE\nok",
  'if ok; then ok; else cat; fi < a.txt',
  'case $X in ev*) ok;; *) cat;; esac',
  'ok "a $(ok "b $X") c"',
  'A=$X ok $A; export A="$X"',
  'ok ${X:-ok} "${Y#a}" ${#X}',
  '[ "$X" = evil ] && ok',
  'while read -r l; do ok "$l"; done < a.txt',
  '{ ok; ok; } | cat',
  'ok \'$(evil)\' "\\$(evil)"',
  '[[ $X = ev* ]] && ok',
  'ok & wait; ok',
  'printf "%s" "$X" evil',
  'ok #evil\nok',
  'unset A; set -- evil; ok "$1"',
];

/** Mulberry32: a small generator that repeats by its seed. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function lineOf(random: () => number): string {
  const below = (limit: number): number => Math.floor(random() * limit);
  const piece = (): string => pieces[below(pieces.length)] ?? '';
  if (random() < 0.3) return Array.from({ length: 1 + below(9) }, piece).join('');
  let line = seeds[below(seeds.length)] ?? '';
  for (let change = 1 + below(3); change > 0; change--) {
    const at = below(line.length + 1);
    const until = below(line.length + 1);
    const how = random();
    if (how < 0.6) line = line.slice(0, at) + piece() + line.slice(at);
    else if (how < 0.8) line = line.slice(0, at) + line.slice(at + 1 + below(3));
    else line = line.slice(0, at) + line.slice(Math.min(at, until), Math.max(at, until)) + line.slice(at);
  }
  return line;
}

function run(plan: Pick<ShellPlan, 'file' | 'args' | 'argv0'>): string {
  const { stdout, stderr } = spawnSync(plan.file, [...plan.args], {
    cwd: work,
    env: variables,
    argv0: plan.argv0,
    input: 'evil\n$(evil)\n',
    timeout: 1000,
    killSignal: 'SIGKILL',
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`;
}

/** What a run did that it may not, in words; empty when nothing. */
function harmOf(output: string): string {
  const harm: string[] = [];
  if (existsSync(marker)) harm.push(`ran ${readFileSync(marker, 'utf8')}`);
  const outside = readdirSync(folder.at('outside')).filter((name) => name !== 'SECRETNAME');
  if (outside.length > 0) harm.push(`wrote ${outside.join()}`);
  if (output.includes('SECRETNAME')) harm.push('listed');
  rmSync(marker, { force: true });
  for (const name of outside) rmSync(folder.at('outside', name), { recursive: true });
  return harm.join('; ');
}

test('the judge sees what a line may not do', () => {
  const shell = (line: string) => harmOf(run({ file: '/bin/sh', argv0: 'sh', args: ['-c', line] }));
  expect(shell('ok; evil')).toContain('ran');
  expect(shell('ok > ../outside/f')).toContain('wrote');
  expect(shell('echo $Z')).toContain('listed');
  expect(shell('ok')).toBe('');
});

describe.each(['/bin/sh', '/bin/bash'])('%s', (shell) => {
  test('does with an allowed line what the token allows', () => {
    const random = generator(20_260_101);
    let ran = 0;
    for (let made = 0; made < 1000; made++) {
      const line = lineOf(random);
      // A loop in the background would outlive the test.
      if (/while|until/.test(line) && /(?<!&)&(?!&)/.test(line)) continue;
      let plan: ShellPlan | undefined;
      const denial = denialOf(() => {
        plan = authority.shellLine({ line, shell, cwd: work, variables }) as ShellPlan;
      });
      if (denial !== undefined || plan === undefined) continue;
      ran += 1;
      expect([line, harmOf(run(plan))]).toEqual([line, '']);
    }
    // Enough of them got through for this to be a test.
    expect(ran).toBeGreaterThan(100);
  });
});
