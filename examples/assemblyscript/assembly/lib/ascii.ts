/** Letters of ASCII, which is all that names of protocols are made of: the language's own functions bring tables of all scripts. */

/** `text` with its letters of ASCII in lower case. */
export function lower(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    result += String.fromCharCode(code >= 0x41 && code <= 0x5a ? code | 0x20 : code);
  }
  return result;
}
