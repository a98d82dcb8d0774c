/** Node's errors of TLS that nothing else needs. */
import { makeNodeError } from '../errors/node-error.ts';

export const ERR_TLS_INVALID_STATE = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_INVALID_STATE',
  'TLS socket connection must be securely established',
);
export const ERR_TLS_SNI_FROM_SERVER = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_SNI_FROM_SERVER',
  'Cannot issue SNI from a TLS server-side socket',
);
export const ERR_TLS_REQUIRED_SERVER_NAME = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_REQUIRED_SERVER_NAME',
  '"servername" is required parameter for Server.addContext',
);
export const ERR_TLS_RENEGOTIATION_DISABLED = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_RENEGOTIATION_DISABLED',
  'TLS session renegotiation disabled for this socket',
);

/** The other side went away before anything was agreed on. */
export function connectionReset(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
