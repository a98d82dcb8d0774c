/** https://nodejs.org/api/globals.html#navigator */
export { Navigator, navigator } from '../internal/navigator.ts';
