/**
 * What is wrong with a line before it is parsed: characters that shells and parsers are known to read in more than one
 * way. These are looked for in the text itself, so that no parser's opinion matters.
 */

/** Longer lines do not fit in one argument of the system (128 KiB, with its terminator). */
const longestLine = 128 * 1024 - 1;

/** @returns the rule that denies the line, undefined when there is none */
export function textProblem(line: string): string | undefined {
  if (Buffer.byteLength(line) > longestLine) return 'too long';
  if (!line.isWellFormed()) return 'no well-formed text';
  // Tab and newline are all that a line needs; a carriage return ends a line here and is a letter there.
  if (/[\0-\x08\x0b-\x1f\x7f\u0085\u2028\u2029]/.test(line)) return 'control characters';
  // In the character sets of some locales the bytes before take one of these as their own second half.
  if (/[^\0-\x7f][\\`|{}[\]~]/.test(line)) return 'a special character after a non-ASCII one';
  return continuationProblem(line);
}

/**
 * A backslash at the end of a line joins it with the next. Between two words that is plain; within a word, an operator
 * or a comment, shells differ.
 */
function continuationProblem(line: string): string | undefined {
  for (let at = line.indexOf('\\\n'); at !== -1; at = line.indexOf('\\\n', at + 2)) {
    const before = line[at - 1];
    if (before !== ' ' && before !== '\t') return 'a line continued within a word';
  }
  return undefined;
}

/** Whether a name may be a variable's. */
export function isIdentifier(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
}
