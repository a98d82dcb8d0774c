/** https://nodejs.org/api/globals.html#console */
export { globalConsole as console } from '../internal/console/global.ts';
