/** `tls.checkServerIdentity`: whether a certificate is one for a host (RFC 6125, as Node reads it). https://nodejs.org/api/tls.html#tlscheckserveridentityhostname-cert */
import { domainToASCII } from '../../url.ts';
import { ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID } from '../errors.ts';
import { canonical, isIP } from '../net/ip.ts';

/** A certificate in the form of old. */
export interface LegacyCertificate {
  subject?: Record<string, string | string[]>;
  subjectaltname?: string;
  raw?: Uint8Array;
  issuerCertificate?: LegacyCertificate;
  [name: string]: unknown;
}

function withoutDot(host: string): string {
  return host.endsWith('.') ? host.slice(0, -1) : host;
}

/** Labels in lower case; of ASCII letters alone, as DNS has it. */
function labelsOf(host: string): string[] {
  return withoutDot(host)
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase())
    .split('.');
}

/** Whether a pattern of a certificate is about a host. */
function covers(host: readonly string[], pattern: string | undefined, wildcards: boolean): boolean {
  if (!pattern) return false;
  const parts = labelsOf(pattern);
  if (parts.length !== host.length || parts.includes('')) return false;
  // Names outside of ASCII are written in Punycode in certificates.
  if (parts.some((part) => /[^\u0021-\u007f]/.test(part))) return false;
  for (let i = host.length - 1; i > 0; i--) if (host[i] !== parts[i]) return false;
  const [own = ''] = host;
  const [first = ''] = parts;
  const pieces = first.split('*');
  if (pieces.length === 1 || first.includes('xn--')) return own === first;
  if (!wildcards || pieces.length > 2 || parts.length <= 2) return false;
  const [prefix = '', suffix = ''] = pieces;
  return prefix.length + suffix.length <= own.length && own.startsWith(prefix) && own.endsWith(suffix);
}

const QUOTED = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/;

/** The names of a certificate, of which OpenSSL quotes those that would be ambiguous. */
function splitNames(names: string): string[] {
  const result: string[] = [];
  let current = '';
  for (let at = 0; at < names.length; ) {
    const comma = names.indexOf(', ', at);
    const quote = names.indexOf('"', at);
    if (quote >= 0 && (comma < 0 || quote < comma)) {
      current += names.slice(at, quote);
      const match = QUOTED.exec(names.slice(quote));
      if (match === null) throw new ERR_TLS_CERT_ALTNAME_FORMAT();
      current += JSON.parse(match[0]) as string;
      at = quote + match[0].length;
    } else {
      const end = comma < 0 ? names.length : comma;
      current += names.slice(at, end);
      at = end;
    }
    if (names.startsWith(', ', at) || at >= names.length) {
      result.push(current);
      current = '';
      at += 2;
    }
  }
  return result;
}

/** Why a certificate is none for a host; undefined where it is one. */
export function checkServerIdentity(hostname: string, cert: LegacyCertificate): Error | undefined {
  const { subject, subjectaltname } = cert;
  const dnsNames: string[] = [];
  const addresses: string[] = [];
  const host = `${hostname}`;
  if (subjectaltname) {
    const names = subjectaltname.includes('"') ? splitNames(subjectaltname) : subjectaltname.split(', ');
    for (const name of names) {
      if (name.startsWith('DNS:')) dnsNames.push(name.slice(4));
      else if (name.startsWith('IP Address:'))
        addresses.push(isIP(name.slice(11)) === 0 ? '' : canonical(name.slice(11)));
    }
  }
  let reason = 'Unknown reason';
  const plain = withoutDot(host);
  if (isIP(plain) !== 0) {
    if (addresses.includes(canonical(plain))) return undefined;
    reason = `IP: ${plain} is not in the cert's list: ${addresses.join(', ')}`;
  } else if (dnsNames.length > 0 || subject?.['CN']) {
    const labels = labelsOf(domainToASCII(plain) || plain);
    if (dnsNames.length > 0) {
      if (dnsNames.some((pattern) => covers(labels, pattern, true))) return undefined;
      reason = `Host: ${plain}. is not in the cert's altnames: ${subjectaltname}`;
    } else {
      const common = subject?.['CN'];
      const list = Array.isArray(common) ? common : [common];
      if (list.some((name) => covers(labels, name, true))) return undefined;
      reason = `Host: ${plain}. is not cert's CN: ${common}`;
    }
  } else reason = 'Cert does not contain a DNS name';
  return new ERR_TLS_CERT_ALTNAME_INVALID(reason, host, cert);
}
