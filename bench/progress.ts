/** One line on a terminal that says what is being measured; nothing where standard error is piped. */

const quiet = process.argv.includes('--json') || !process.stderr.isTTY;

/** Says what is under way; without a text takes the line away. */
export function progress(text = ''): void {
  if (!quiet) process.stderr.write(`\r\u001b[K${text}`);
}
