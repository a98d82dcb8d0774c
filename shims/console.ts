/** `node:console`: https://nodejs.org/api/console.html */
import { globalConsole } from './internal/console/global.ts';

export const {
  assert,
  clear,
  Console,
  count,
  countReset,
  debug,
  dir,
  dirxml,
  error,
  group,
  groupCollapsed,
  groupEnd,
  info,
  log,
  profile,
  profileEnd,
  table,
  time,
  timeEnd,
  timeLog,
  timeStamp,
  trace,
  warn,
} = globalConsole;
export default globalConsole;
