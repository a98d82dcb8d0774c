/** A media type with its parameters. */
export interface MimeType {
  /** `type/subtype`, in lower case. */
  essence: string;
  parameters: Map<string, string>;
}

const TOKEN = "[!#$%&'*+.^_`|~\\dA-Za-z-]+";

/**
 * Parses a media type; undefined for one without type and subtype.
 * Source: MIME Sniffing Standard, 4.4 Parsing a MIME type.
 */
export function parseMime(text: string): MimeType | undefined {
  const head = new RegExp(`^[\\t\\n\\r ]*(${TOKEN}/${TOKEN})[\\t\\n\\r ]*(?:;|$)`).exec(text);
  if (!head) return undefined;
  const parameters = new Map<string, string>();
  const pattern = new RegExp(
    `[\\t\\n\\r ]*(${TOKEN})=(?:"((?:[^"\\\\]|\\\\.)*)"?[^;]*|([^;]*))(?:;|$)|[^;]*(?:;|$)`,
    'gy',
  );
  pattern.lastIndex = head[0].length;
  while (pattern.lastIndex < text.length) {
    const [, name, quoted, plain] = pattern.exec(text) ?? [];
    const value = quoted === undefined ? plain?.replace(/[\t\n\r ]+$/, '') : quoted.replace(/\\(.)/g, '$1');
    const key = name?.toLowerCase();
    if (key && value !== undefined && (value !== '' || quoted !== undefined) && !parameters.has(key))
      parameters.set(key, value);
  }
  return { essence: (head[1] as string).toLowerCase(), parameters };
}

/** Source: MIME Sniffing Standard, 4.5 Serializing a MIME type. */
export function serializeMime({ essence, parameters }: MimeType): string {
  let text = essence;
  for (const [name, value] of parameters) {
    const plain = new RegExp(`^${TOKEN}$`).test(value);
    text += `;${name}=${plain ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  }
  return text;
}
