// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are lines of shell.
import { afterAll, expect, test } from 'vitest';
import { authorityOf, denialOf, Folder } from './fixture.ts';

const folder = new Folder();
afterAll(() => folder[Symbol.dispose]());
for (const name of ['ok', 'evil']) folder.script(`bin/${name}`, 'exit 0');
const work = folder.directory('work');
const { authority } = authorityOf(
  { allowedPaths: [work], deniedPaths: [], allowedCommands: ['ok', 'printf'] },
  { cwd: work, environment: { PATH: folder.at('bin') } },
);
const variables = {
  GOOD: 'ok',
  BAD: 'evil',
  EVAL: 'eval',
  NAME: 'GOOD',
  DASH: '-c',
  EMPTY: '',
  HALF: 'o',
  SPACED: 'ok x',
  FILE: 'inside',
  OUTSIDE: '/etc/passwd',
  CLIMB: '../x',
  SOCKET: '/dev/tcp/127.0.0.1/80',
  HOMELY: '~/x',
};
const check = (line: string, shell: string) => () => authority.shellLine({ line, shell, variables });
const shells = ['/bin/sh', '/bin/bash'];

const allowed = [
  '"$GOOD"',
  '"${GOOD}" "${BAD}" x',
  '"${GOOD}" && "$GOOD" a',
  '"${HALF}k"',
  'ok | "${GOOD}"',
  '(ok; "$GOOD")',
  'ok < "$FILE"',
  'ok > "${FILE}.log" 2>&1',
  'ok > "sub/${FILE}"',
];

test.each(allowed.flatMap((line) => shells.map((shell) => [line, shell] as const)))(
  'allowed: %s (%s)',
  (line, shell) => {
    expect(check(line, shell)).not.toThrow();
  },
);

const denied = [
  '"$BAD"',
  '"${BAD}" x',
  '"$EVAL" evil',
  '"$UNSET"',
  '"$EMPTY"',
  '"$DASH"',
  '"$SPACED"',
  // The value is no longer what the environment says.
  'GOOD=evil; "$GOOD"',
  'GOOD=$BAD "$GOOD"; "$GOOD"',
  'export GOOD=evil; "$GOOD"',
  'export "$NAME=evil"; "$GOOD"',
  'read GOOD; "$GOOD"',
  'read "$NAME"; "$GOOD"',
  'unset GOOD; "$GOOD"',
  'printf -v GOOD evil; "$GOOD"',
  'for GOOD in evil; do "$GOOD"; done',
  ': "${GOOD:=evil}"; "$GOOD"',
  'echo $((GOOD=1)); "$GOOD"',
  'getopts a GOOD; "$GOOD"',
  // Not one word, or not that value.
  '$GOOD',
  '${GOOD}',
  '"${GOOD:-ok}"',
  '"${!NAME}"',
  '"${#GOOD}"',
  '"${GOOD#o}"',
  '"$GOOD"$BAD',
  '"\\$GOOD"',
  '"`echo ok`"',
  '"$(echo ok)"',
  // Targets of redirections.
  'ok < "$OUTSIDE"',
  'ok > "$CLIMB"',
  'ok > "sub/$CLIMB"',
  'ok > "$SOCKET"',
  'ok > "$EMPTY"',
  'ok > "$UNSET"',
  'ok > $FILE',
  'ok > "$(echo x)"',
  'FILE=/etc/x; ok > "$FILE"',
  'for FILE in /etc/x; do ok > "$FILE"; done',
  'ok >& "$FILE"',
  // What the shell itself sets.
  '"$PWD"',
  '"$_"',
  '"$0"',
  '"$1"',
  '"$@"',
];

test.each(denied.flatMap((line) => shells.map((shell) => [line, shell] as const)))(
  'denied: %s (%s)',
  async (line, shell) => {
    expect(await denialOf(check(line, shell))).toMatchObject({ code: 'ERR_ACCESS_DENIED' });
  },
);
