/**
 * Node's errors: the classes of `lib/internal/errors` under their names, with the same arguments and messages.
 * @see https://nodejs.org/api/errors.html
 */
export * from './errors/arguments.ts';
export * from './errors/common.ts';
export * from './errors/data.ts';
export { addNumericalSeparator, determineSpecificType, formatList } from './errors/describe.ts';
export * from './errors/network.ts';
export {
  defineHidden,
  kNodeErrorCode,
  makeNodeError,
  makeNodeErrorVariants,
  type NodeError,
  type NodeErrorClass,
  setStackHeader,
} from './errors/node-error.ts';
export * from './errors/process.ts';
export * from './errors/system-error.ts';
