import { validateObject } from '../validators.ts';
import {
  type Context,
  colors,
  defaultOptions,
  type InspectOptions,
  inspectCustom,
  styles,
  stylizeNoColor,
  stylizeWithColor,
} from './inspect/options.ts';
import { formatValue } from './inspect/value.ts';

export { format, formatWithOptions } from './format.ts';
export { getStringWidth, stripVTControlCharacters } from './string-width.ts';
export { defaultOptions as inspectDefaultOptions, inspectCustom, stylizeWithColor };

/** What a caller may pass to `inspect`. */
export type UserOptions = Partial<InspectOptions> & { [key: string]: unknown };

/**
 * Text that shows a value to a developer.
 * @param value any value.
 * @param options how to show it, or `showHidden`.
 * @see https://nodejs.org/api/util.html#utilinspectobject-options
 */
export function inspect(value: unknown, options?: UserOptions | boolean | null): string;
/** The older form. */
export function inspect(value: unknown, showHidden?: boolean, depth?: number | null, colors?: boolean): string;
export function inspect(
  value: unknown,
  options?: UserOptions | boolean | null,
  depth?: number | null,
  useColors?: boolean,
): string {
  const ctx = {
    ...defaultOptions,
    budget: {},
    indentationLvl: 0,
    seen: [],
    currentDepth: 0,
    levels: 0,
    stylize: stylizeNoColor,
    inspect,
  } as unknown as Context;
  if (depth !== undefined) ctx.depth = depth;
  if (useColors !== undefined) ctx.colors = useColors;
  if (typeof options === 'boolean') ctx.showHidden = options;
  else if (options) {
    for (const key of Object.keys(options)) {
      if (Object.hasOwn(defaultOptions, key) || key === 'stylize') Object.assign(ctx, { [key]: options[key] });
      else ctx.userOptions = options;
    }
  }
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  ctx.maxArrayLength ??= Number.POSITIVE_INFINITY;
  ctx.maxStringLength ??= Number.POSITIVE_INFINITY;
  return formatValue(ctx, value, 0);
}

inspect.custom = inspectCustom;
inspect.colors = colors;
inspect.styles = styles;
/** The defaults of all options; may be assigned to. */
inspect.defaultOptions = defaultOptions;
Object.defineProperty(inspect, 'defaultOptions', {
  get: () => defaultOptions,
  set(options: unknown) {
    validateObject(options, 'options');
    Object.assign(defaultOptions, options);
  },
});
