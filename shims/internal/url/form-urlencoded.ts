import { percentDecode } from './percent.ts';

/**
 * Names and values in turn: `[name, value, name, value, …]`.
 * Source: URL Standard, 5.1 application/x-www-form-urlencoded parsing.
 */
export function parseForm(text: string): string[] {
  const pairs: string[] = [];
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    pairs.push(
      decodePart(equals < 0 ? part : part.slice(0, equals)),
      equals < 0 ? '' : decodePart(part.slice(equals + 1)),
    );
  }
  return pairs;
}

function decodePart(text: string): string {
  return percentDecode(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** Source: URL Standard, 5.2 application/x-www-form-urlencoded serializing. The strings must be well-formed. */
export function serializeForm(pairs: readonly string[]): string {
  let text = '';
  for (let nth = 0; nth < pairs.length; nth += 2) {
    if (nth > 0) text += '&';
    text += `${encodePart(pairs[nth] as string)}=${encodePart(pairs[nth + 1] as string)}`;
  }
  return text;
}

function encodePart(text: string): string {
  if (/^[\w*.-]*$/.test(text)) return text;
  return encodeURIComponent(text).replace(/%20|[!'()~]/g, (found) =>
    found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
