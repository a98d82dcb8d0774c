/**
 * Whether a text has at most so many words and signs; white space is none. A parser that descends goes no deeper than
 * a text has tokens, and a token is at least one of these.
 *
 * @param most where the count ends
 */
export function hasAtMostTokens(text: string, most: number): boolean {
  if (text.length <= most) return true;
  let count = 0;
  let inWord = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const word = isWordCode(code);
    if (word ? !inWord : code > 0x20) {
      if (++count > most) return false;
    }
    inWord = word;
  }
  return true;
}

/** A letter or digit of ASCII, `_` or `$`. */
function isWordCode(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24
  );
}
