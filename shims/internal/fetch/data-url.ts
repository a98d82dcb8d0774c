import { percentDecodeBytes } from '../url/percent.ts';
import { parseMime, serializeMime } from './mime.ts';

/**
 * The media type and the bytes of a `data:` URL (without fragment); undefined for a malformed one.
 * Source: Fetch Standard, "data: URL processor".
 */
export function parseDataUrl(url: string): { type: string; bytes: Uint8Array<ArrayBuffer> } | undefined {
  const comma = url.indexOf(',');
  if (comma < 0) return undefined;
  let head = url.slice('data:'.length, comma).replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
  let bytes = percentDecodeBytes(url.slice(comma + 1));
  const encoded = /; *base64$/i.exec(head);
  if (encoded) {
    head = head.slice(0, encoded.index);
    const decoded = fromBase64(bytes);
    if (!decoded) return undefined;
    bytes = decoded;
  }
  const mime = parseMime(head.startsWith(';') ? `text/plain${head}` : head);
  return { type: mime ? serializeMime(mime) : 'text/plain;charset=US-ASCII', bytes };
}

/** Source: Infra Standard, "forgiving-base64 decode". */
function fromBase64(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    // Not base64: the URL is malformed, which the caller reports.
    return undefined;
  }
}
