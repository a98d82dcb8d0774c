/** The pattern of the grant that a URL asks for. */
import { InvalidPattern, parsePattern } from '../../../host-bridge/capability/network/pattern.ts';
import type { Text } from './values.ts';

/** `https://api.example.com/` for a URL of that host, `example.com:443` for a web socket; undefined for what is no URL, or whose host is not all known. */
export function hostPattern({ text, whole }: Text): string | undefined {
  const [, scheme = '', host = '', rest = ''] = /^(https?|wss?):\/\/([^/?#]+)(.*)$/is.exec(text) ?? [];
  // Without what follows, the host may go on.
  if (host === '' || (!whole && rest === '')) return undefined;
  const url = URL.parse(`${scheme}://${host.replace(/^[^@]*@/, '')}/`);
  if (url === null) return undefined;
  return pattern(
    /^ws/i.test(scheme) ? `${url.hostname}:${url.port || (url.protocol === 'wss:' ? 443 : 80)}` : url.href,
  );
}

/** A pattern as the grant takes it; undefined where it does not. */
export function pattern(source: string): string | undefined {
  try {
    parsePattern(source);
    return source;
  } catch (error) {
    if (error instanceof InvalidPattern) return undefined;
    throw error;
  }
}
