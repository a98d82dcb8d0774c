/** Options, colours and the state of one inspection. */

/** The options of `util.inspect` that have a default. */
export interface InspectOptions {
  showHidden: boolean;
  depth: number | null;
  colors: boolean;
  customInspect: boolean;
  showProxy: boolean;
  maxArrayLength: number | null;
  maxStringLength: number | null;
  breakLength: number;
  compact: boolean | number;
  sorted: boolean | ((a: string, b: string) => number);
  getters: boolean | 'get' | 'set';
  numericSeparator: boolean;
}

/** The key of an object's own inspection function. */
export const inspectCustom: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Colours a part of the output. */
export type Stylize = (text: string, style: string) => string;

/** The state of one call of `inspect`. */
export interface Context extends InspectOptions {
  maxArrayLength: number;
  maxStringLength: number;
  stylize: Stylize;
  /** `util.inspect`, which custom inspection functions are given. */
  inspect: (value: unknown, options?: object) => string;
  /** Characters written so far, by indentation: huge outputs are cut. */
  budget: Record<number, number>;
  indentationLvl: number;
  /** The objects around the current one. */
  seen: unknown[];
  currentDepth: number;
  /** How many levels of the engine's stack are in use. */
  levels: number;
  /** The objects that were met again inside themselves, with their numbers. */
  circular?: Map<unknown, number>;
  /** The caller's options, for custom inspection functions. */
  userOptions?: object;
}

/** `util.inspect.defaultOptions`. */
export const defaultOptions: InspectOptions = /* @__PURE__ */ Object.seal({
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
});

type Color = [open: number, close: number];

/** Name, number that turns it on, number that turns it off. */
const COLORS =
  'reset 0 0,bold 1 22,dim 2 22,italic 3 23,underline 4 24,blink 5 25,inverse 7 27,hidden 8 28,strikethrough 9 29,' +
  'doubleunderline 21 24,black 30 39,red 31 39,green 32 39,yellow 33 39,blue 34 39,magenta 35 39,cyan 36 39,white 37 39,' +
  'bgBlack 40 49,bgRed 41 49,bgGreen 42 49,bgYellow 43 49,bgBlue 44 49,bgMagenta 45 49,bgCyan 46 49,bgWhite 47 49,' +
  'framed 51 54,overlined 53 55,gray 90 39,redBright 91 39,greenBright 92 39,yellowBright 93 39,blueBright 94 39,' +
  'magentaBright 95 39,cyanBright 96 39,whiteBright 97 39,bgGray 100 49,bgRedBright 101 49,bgGreenBright 102 49,' +
  'bgYellowBright 103 49,bgBlueBright 104 49,bgMagentaBright 105 49,bgCyanBright 106 49,bgWhiteBright 107 49';

const ALIASES =
  'grey gray,blackBright gray,bgGrey bgGray,bgBlackBright bgGray,faint dim,crossedout strikethrough,' +
  'strikeThrough strikethrough,crossedOut strikethrough,conceal hidden,swapColors inverse,swapcolors inverse,' +
  'doubleUnderline doubleunderline';

function makeColors(): Record<string, Color | undefined> {
  const colors: Record<string, Color | undefined> = Object.create(null);
  for (const entry of COLORS.split(',')) {
    const [name, open, close] = entry.split(' ');
    colors[name!] = [Number(open), Number(close)];
  }
  for (const entry of ALIASES.split(',')) {
    const [alias, target] = entry.split(' ');
    Object.defineProperty(colors, alias!, {
      get: () => colors[target!],
      set: (value: Color) => {
        colors[target!] = value;
      },
      configurable: true,
      enumerable: false,
    });
  }
  return colors;
}

/** `util.inspect.colors`: the numbers of ANSI sequences by name. */
export const colors: Record<string, Color | undefined> = /* @__PURE__ */ makeColors();

/** `util.inspect.styles`: the colour of each kind of value. */
export const styles: Record<string, string | ((text: string) => string) | undefined> = /* @__PURE__ */ Object.assign(
  /* @__PURE__ */ Object.create(null),
  {
    special: 'cyan',
    number: 'yellow',
    bigint: 'yellow',
    boolean: 'yellow',
    undefined: 'grey',
    null: 'bold',
    string: 'green',
    symbol: 'green',
    date: 'magenta',
    regexp: 'red',
    module: 'underline',
  },
);

/** Colours a text by the style of its kind. */
export const stylizeWithColor: Stylize = (text, style) => {
  const name = styles[style];
  if (typeof name === 'function') return name(text);
  const color = name === undefined ? undefined : colors[name];
  return color === undefined ? text : `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
};

/** Leaves a text as it is. */
export const stylizeNoColor: Stylize = (text) => text;

/**
 * The options that a custom inspection function is given.
 * @param ctx the state.
 */
export function userOptions(ctx: Context): object {
  const result: Record<string, unknown> = { stylize: ctx.stylize };
  for (const key of Object.keys(defaultOptions) as (keyof InspectOptions)[]) result[key] = ctx[key];
  return Object.assign(result, ctx.userOptions);
}
