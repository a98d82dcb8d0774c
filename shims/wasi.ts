/**
 * `node:wasi`: modules within a component get no system of their own.
 *
 * https://nodejs.org/api/wasi.html
 */
import { refuse } from './internal/refuse.ts';

export const WASI = /* @__PURE__ */ refuse('wasi', 'WASI');

export default { WASI };
