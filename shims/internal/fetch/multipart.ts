import { type Blob, blobBytes } from '../blob/blob.ts';
import { File } from '../blob/file.ts';
import { concatBytes } from '../bytes.ts';
import { decodeUtf8, encodeUtf8 } from '../encoding/utf8.ts';
import { FormData } from './form-data.ts';

/**
 * A form as `multipart/form-data`.
 * Source: HTML Standard, 4.10.21.8 Multipart form data; RFC 7578.
 */
export function encodeMultipart(form: FormData): { bytes: Uint8Array<ArrayBuffer>; boundary: string } {
  const boundary = `----formdata-undici-0${Math.floor(Math.random() * 1e11)}`.padEnd(32, '0');
  const chunks: Uint8Array[] = [];
  for (const [name, value] of form) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(lineEnds(name))}"`;
    if (typeof value === 'string') {
      chunks.push(encodeUtf8(`${head}\r\n\r\n${lineEnds(value)}\r\n`));
    } else {
      const type = value.type || 'application/octet-stream';
      const label = `${head}; filename="${escapeName(value.name)}"\r\nContent-Type: ${type}\r\n\r\n`;
      chunks.push(encodeUtf8(label), blobBytes(value as Blob), encodeUtf8('\r\n'));
    }
  }
  chunks.push(encodeUtf8(`--${boundary}--\r\n`));
  return { bytes: concatBytes(chunks), boundary };
}

function lineEnds(text: string): string {
  return text.replace(/\r?\n|\r/g, '\r\n');
}

function escapeName(text: string): string {
  return text.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
}

/** Parses `multipart/form-data`. Throws a TypeError for malformed data. */
export function decodeMultipart(bytes: Uint8Array, boundary: string): FormData {
  const form = new FormData();
  // One character a byte: positions in the text are positions in the data.
  const text = latin1(bytes);
  const delimiter = `--${boundary}`;
  let at = text.indexOf(delimiter);
  if (at < 0) throw malformed();
  for (;;) {
    at += delimiter.length;
    if (text.startsWith('--', at)) return form;
    if (!text.startsWith('\r\n', at)) throw malformed();
    const headEnd = text.indexOf('\r\n\r\n', at);
    const end = text.indexOf(`\r\n${delimiter}`, Math.max(headEnd + 2, at));
    if (headEnd < 0 || end < 0) throw malformed();
    addPart(form, decodeUtf8(bytes.subarray(at + 2, headEnd)), bytes.subarray(headEnd + 4, Math.max(end, headEnd + 4)));
    at = end + 2;
  }
}

function addPart(form: FormData, head: string, body: Uint8Array): void {
  const disposition = /^content-disposition:[\t ]*form-data[\t ]*;(.*)$/im.exec(head)?.[1];
  const name = parameter(disposition, 'name');
  if (name === undefined) throw malformed();
  const filename = parameter(disposition, 'filename');
  if (filename === undefined) {
    form.append(name, decodeUtf8(body));
    return;
  }
  const type = /^content-type:[\t ]*(.*?)[\t ]*$/im.exec(head)?.[1] ?? 'text/plain';
  form.append(name, new File([body], filename, { type }));
}

function parameter(text: string | undefined, name: string): string | undefined {
  const found = new RegExp(`(?:^|;)[\\t ]*${name}="([^"]*)"`, 'i').exec(text ?? '')?.[1];
  return found?.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode.apply(null, bytes.subarray(at, at + 4096) as unknown as number[]);
  }
  return text;
}

function malformed(): Error {
  return new TypeError('Failed to parse body as FormData.');
}
