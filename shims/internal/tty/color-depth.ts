/**
 * How many colours a terminal shows, by the variables that say so.
 *
 * https://nodejs.org/api/tty.html#writestreamgetcolordepthenv
 */

type Environment = Readonly<Record<string, string | undefined>>;

const NONE = 1;
const COLORS_16 = 4;
const COLORS_256 = 8;
const TRUE_COLOR = 24;

const FORCED: Readonly<Record<string, number>> = {
  '': COLORS_16,
  '1': COLORS_16,
  true: COLORS_16,
  '2': COLORS_256,
  '3': TRUE_COLOR,
};

/** Services that run builds, by the variable that each sets. */
const BUILD_SERVICES: Readonly<Record<string, number>> = {
  APPVEYOR: COLORS_256,
  BUILDKITE: COLORS_256,
  CIRCLECI: TRUE_COLOR,
  DRONE: COLORS_256,
  GITEA_ACTIONS: TRUE_COLOR,
  GITHUB_ACTIONS: TRUE_COLOR,
  GITLAB_CI: COLORS_256,
  TRAVIS: COLORS_256,
};

const TRUE_COLOR_TERMINALS = /^(?:mosh|rxvt-unicode-24bit|terminator|xterm-kitty)$/;
const COLOR_TERMINALS =
  /ansi|color|linux|direct|^con[0-9]*x[0-9]|^rxvt|^screen|^xterm|^vt100|^vt220|^(?:eterm|cons25|console|cygwin|dtterm|gnome|hurd|jfbterm|konsole|kterm|mlterm|putty|st)$/;

/** The bits of colour: 1, 4, 8 or 24. */
export function colorDepth(env: Environment): number {
  const { FORCE_COLOR: forced, TERM: term } = env;
  if (forced !== undefined) return Object.hasOwn(FORCED, forced) ? (FORCED[forced] as number) : NONE;
  if (env['NODE_DISABLE_COLORS'] || env['NO_COLOR'] || term === 'dumb') return NONE;
  if (env['TMUX']) return TRUE_COLOR;
  if (env['TF_BUILD'] !== undefined && env['AGENT_NAME'] !== undefined) return COLORS_16;
  if (env['CI'] !== undefined) return depthOfService(env);
  if (env['TEAMCITY_VERSION'] !== undefined) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env['TEAMCITY_VERSION']) ? COLORS_16 : NONE;
  }
  return depthOfProgram(env) ?? depthOfTerminal(env, term);
}

function depthOfService(env: Environment): number {
  for (const name of Object.keys(BUILD_SERVICES)) {
    if (env[name] !== undefined) return BUILD_SERVICES[name] as number;
  }
  return env['CI_NAME'] === 'codeship' ? COLORS_256 : NONE;
}

function depthOfProgram(env: Environment): number | undefined {
  switch (env['TERM_PROGRAM']) {
    case 'iTerm.app':
      return /^(?:$|[0-2]\.)/.test(env['TERM_PROGRAM_VERSION'] ?? '') ? COLORS_256 : TRUE_COLOR;
    case 'HyperTerm':
    case 'MacTerm':
      return TRUE_COLOR;
    case 'Apple_Terminal':
      return COLORS_256;
    default:
      return undefined;
  }
}

function depthOfTerminal(env: Environment, term = ''): number {
  const { COLORTERM: kind } = env;
  if (kind === 'truecolor' || kind === '24bit') return TRUE_COLOR;
  if (/truecolor/.test(term)) return TRUE_COLOR;
  if (/^xterm-256/.test(term)) return COLORS_256;
  const name = term.toLowerCase();
  if (TRUE_COLOR_TERMINALS.test(name)) return TRUE_COLOR;
  return COLOR_TERMINALS.test(name) || kind ? COLORS_16 : NONE;
}
