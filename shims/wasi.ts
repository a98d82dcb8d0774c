/**
 * `node:wasi`: there is no WebAssembly within a WebAssembly component.
 *
 * https://nodejs.org/api/wasi.html
 */
import { refuse } from './internal/refuse.ts';

export const WASI = /* @__PURE__ */ refuse('wasi', 'WASI');

export default { WASI };
