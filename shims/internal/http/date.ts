/** The `Date` field. https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */

let second = -1;
let text = '';

/** Now, to the second. */
export function httpDate(): string {
  const now = Math.floor(Date.now() / 1000);
  if (now !== second) {
    second = now;
    text = new Date().toUTCString();
  }
  return text;
}
