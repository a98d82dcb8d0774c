import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { validateBoolean, validateObject, validateOneOf, validateString } from '../validators.ts';
import { shouldColorize } from './colors.ts';
import { colors } from './inspect/options.ts';

interface StyleOptions {
  validateStream?: unknown;
  stream?: unknown;
}

/** Whether this is a stream of Node's or of the web. */
function isStream(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const stream = value as Record<string, unknown>;
  return ['pipe', 'write', 'pipeTo', 'getWriter', '_readableState', '_writableState'].some((key) =>
    Boolean(stream[key]),
  );
}

function wantsColor(options: StyleOptions | undefined): boolean {
  const validate = options?.validateStream ?? true;
  validateBoolean(validate, 'options.validateStream');
  if (!validate) return true;
  const stream = options?.stream;
  if (stream === undefined) return shouldColorize('stdout');
  if (!isStream(stream))
    throw new ERR_INVALID_ARG_TYPE('stream', ['ReadableStream', 'WritableStream', 'Stream'], stream);
  return shouldColorize(stream as { isTTY?: boolean });
}

/** The numbers that turn a style on and off; those of a `#rgb` or `#rrggbb` colour. */
function codesOf(style: unknown): [open: number | string, close: number] {
  if (typeof style === 'string' && style.startsWith('#')) {
    if (!/^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/.test(style)) {
      throw new ERR_INVALID_ARG_VALUE('format', style, 'must be a valid hex color (#RGB or #RRGGBB)');
    }
    const digits = style.length === 4 ? style.replace(/[^#]/g, '$&$&') : style;
    const channel = (at: number): number => Number.parseInt(digits.slice(at, at + 2), 16);
    return [`38;2;${channel(1)};${channel(3)};${channel(5)}`, 39];
  }
  const codes = colors[style as string];
  if (codes === undefined) validateOneOf(style, 'format', Object.getOwnPropertyNames(colors));
  return codes!;
}

/**
 * Text in colours or other styles.
 * @param format one style of `util.inspect.colors`, `none`, a `#rrggbb` colour, or several.
 * @param text the text.
 * @param options `stream` decides whether there are colours, unless `validateStream` is false.
 * @see https://nodejs.org/api/util.html#utilstyletextformat-text-options
 */
export function styleText(format: unknown, text: string, options?: StyleOptions): string {
  validateString(text, 'text');
  if (options !== undefined) validateObject(options, 'options');
  const colored = wantsColor(options);
  let before = '';
  let after = '';
  let inner = text;
  for (const style of Array.isArray(format) ? format : [format]) {
    if (style === 'none') continue;
    const [open, close] = codesOf(style);
    const openText = `\u001b[${open}m`;
    const closeText = `\u001b[${close}m`;
    before += openText;
    after = closeText + after;
    // A style that ends inside the text would end this one, too. Bold and dim have one end in common, which must stay.
    const again = open === 1 || open === 2 ? closeText + openText : openText;
    inner = inner.replaceAll(closeText, (found, at: number) => (at + found.length < inner.length ? again : found));
  }
  return colored ? before + inner + after : text;
}
