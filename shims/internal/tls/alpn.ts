import { Buffer } from '../../buffer.ts';
import { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } from '../errors.ts';

/** Protocols in the form of the handshake: each with its length before it. */
function encode(protocols: readonly unknown[]): Uint8Array {
  const pieces = protocols.map((protocol, index) => {
    const bytes = typeof protocol === 'string' ? Buffer.from(protocol) : protocol;
    if (!(bytes instanceof Uint8Array))
      throw new ERR_INVALID_ARG_TYPE(`protocols[${index}]`, ['string', 'Uint8Array'], bytes);
    if (bytes.length > 255) {
      throw new ERR_OUT_OF_RANGE(
        `The byte length of the protocol at index ${index} exceeds the maximum length.`,
        '<= 255',
        bytes.length,
        true,
      );
    }
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat(pieces);
}

/** https://nodejs.org/api/tls.html: sets `out.ALPNProtocols` from a list, or from what has that form already. */
export function convertALPNProtocols(protocols: unknown, out: { ALPNProtocols?: unknown }): void {
  if (Array.isArray(protocols)) out.ALPNProtocols = encode(protocols);
  else if (protocols instanceof Uint8Array) out.ALPNProtocols = Buffer.from(protocols);
  else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(
      protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength) as ArrayBuffer,
    );
  }
}
