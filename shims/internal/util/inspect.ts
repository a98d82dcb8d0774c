export { format, formatWithOptions, inspect } from 'node:util';
