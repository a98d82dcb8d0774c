import type { Credential } from '../../capability/credentials.ts';
import { InvalidArgument } from '../../capability/denial.ts';
import type { Field, Request } from '../../wit/zora-node-http.d.ts';
import { HOST_FIELDS } from './host-fields.ts';

const MAX_FIELDS = 1000;
const MAX_FIELD_BYTES = 256 * 1024;
const METHOD = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,64}$/;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Visible ASCII, space, tab and what ISO 8859-1 has above: no CR, LF or NUL, with which a value would become another field. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/**
 * Checks what the guest wants to send.
 *
 * @returns the fields as undici takes them: name, value, name, value, …
 * @throws InvalidArgument naming what is wrong
 */
export function requestFields(request: Request): string[] {
  if (!METHOD.test(request.method)) throw new InvalidArgument('method: no HTTP method');
  const method = request.method.toUpperCase();
  if (method === 'CONNECT' || method === 'TRACE' || method === 'TRACK') {
    throw new InvalidArgument(`method: ${method} is not for requests`);
  }
  if (request.headers.length > MAX_FIELDS) throw new InvalidArgument(`headers: more than ${MAX_FIELDS}`);
  const fields: string[] = [];
  let bytes = 0;
  for (const [name, value] of request.headers) {
    if (!FIELD_NAME.test(name)) throw new InvalidArgument('headers: no field name');
    if (!FIELD_VALUE.test(value)) throw new InvalidArgument(`headers: no value for ${name}`);
    bytes += name.length + value.length + 4;
    if (bytes > MAX_FIELD_BYTES) throw new InvalidArgument(`headers: more than ${MAX_FIELD_BYTES} bytes`);
    if (!HOST_FIELDS.has(name.toLowerCase())) fields.push(name, value);
  }
  if (request.hasBody && request.contentLength !== undefined) {
    fields.push('content-length', String(request.contentLength));
  }
  return fields;
}

/** Adds the host's credentials to fields in the place of the guest's own of these names. */
export function withCredential(fields: readonly string[], credential: Credential | undefined): string[] {
  if (credential === undefined) return [...fields];
  const names = new Set(credential.fields.map(([name]) => name));
  const kept = fields.filter((_, at) => !names.has((fields[at - (at % 2)] as string).toLowerCase()));
  return [...kept, ...credential.fields.flat()];
}

/** undici's raw header list as WIT fields. */
export function toFields(raw: unknown): Field[] {
  if (!Array.isArray(raw)) return [];
  const fields: Field[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) fields.push([latin1(raw[i]), latin1(raw[i + 1])]);
  return fields;
}

function latin1(value: unknown): string {
  return Buffer.isBuffer(value) ? value.toString('latin1') : String(value);
}
