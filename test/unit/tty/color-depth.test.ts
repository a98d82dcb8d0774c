/** The colours that variables promise, against Node's own answer. */
import { WriteStream } from 'node:tty';
import { expect, test } from 'vitest';
import { colorDepth } from '../../../shims/internal/tty/color-depth.ts';

const environments: Record<string, string>[] = [
  {},
  ...['', '0', '1', '2', '3', 'true', 'no'].map((FORCE_COLOR) => ({ FORCE_COLOR, TERM: 'xterm' })),
  { NO_COLOR: '1', TERM: 'xterm' },
  { NO_COLOR: '', TERM: 'xterm' },
  { NODE_DISABLE_COLORS: '1', COLORTERM: 'truecolor' },
  { TMUX: '/tmp/x', TERM: 'screen' },
  { TF_BUILD: '', AGENT_NAME: '' },
  { CI: '', GITHUB_ACTIONS: '' },
  { CI: '1', TRAVIS: '1' },
  { CI: '1', CI_NAME: 'codeship' },
  { CI: '1' },
  ...['9.0.5 x', '9.1.0', '10.0', '8.9'].map((TEAMCITY_VERSION) => ({ TEAMCITY_VERSION })),
  { TERM_PROGRAM: 'iTerm.app' },
  { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '2.9' },
  { TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.1' },
  { TERM_PROGRAM: 'HyperTerm' },
  { TERM_PROGRAM: 'Apple_Terminal' },
  { COLORTERM: '24bit' },
  { COLORTERM: 'yes', TERM: 'unknown' },
  ...[
    'dumb',
    'xterm',
    'xterm-256color',
    'XTERM',
    'xterm-truecolor',
    'mosh',
    'rxvt-unicode-24bit',
    'terminator',
    'xterm-kitty',
    'eterm',
    'cons25',
    'con80x25',
    'putty',
    'st',
    'linux',
    'vt100',
    'vt220',
    'vt52',
    'fancy-color',
    'screen.x',
    'rxvt',
    'unknown',
  ].map((TERM) => ({ TERM })),
];

test.skipIf(process.platform === 'win32').each(environments)('%j', (env) => {
  expect(colorDepth(env)).toBe(WriteStream.prototype.getColorDepth(env));
});
