import { parse, parseAllDocuments, parseDocument, stringify } from 'yaml';

const TEXT = `# comment
base: &base { a: 1, b: [true, null, 1.5e3] }
copy:
  <<: *base
  text: |
    two
    lines
date: 2024-02-03
`;

/** Parses, edits and prints documents. */
export function job() {
  const document = parseDocument(TEXT);
  document.setIn(['copy', 'added'], ['x']);
  return {
    value: parse(TEXT, { merge: true }),
    edited: document.toString(),
    many: parseAllDocuments('a: 1\n---\n- b\n').map((one) => one.toJS()),
    errors: parseDocument('a: [1').errors.map(({ code }) => code),
    printed: stringify({ list: [{ x: 'yes' }, 'a: b'], long: 'word '.repeat(30) }),
  };
}
