import { forEachChild, type ParsedScript, type SyntaxNode } from 'unbash';

/** What may stand between the words of a script: blanks, operators and reserved words. */
const gap =
  /^(?:[\s;&|(){}!<>-]|\\\n|if|then|elif|else|fi|for|in|do|done|while|until|case|esac|function|time|\[\[|\]\])*$/;

/** Comments end with their line in every shell; a backslash or a quotation in one is not worth the doubt. */
const comment = /(^|[\s;&|()])#[^\n\\'"`]*/g;

/**
 * Whether the tree of a script accounts for all of its text, so that no part of it is a command that the walk does not
 * see. A comment is accepted at the top level only.
 */
export function accountsForAll(script: ParsedScript, source: string, nested: boolean): boolean {
  const spans: [pos: number, end: number][] = [];
  collect(script, spans);
  spans.sort((left, right) => left[0] - right[0]);
  let at = script.pos;
  let rest = '';
  for (const [pos, end] of spans) {
    if (pos < at) return false;
    rest += `${source.slice(at, pos)} `;
    at = end;
  }
  rest += source.slice(at, script.end);
  return gap.test(nested ? rest : rest.replace(comment, '$1'));
}

/** The stretches that the walk looks into by itself: words, and what is made of words. */
function collect(node: SyntaxNode, spans: [number, number][]): void {
  switch (node.type) {
    case 'Word':
    case 'Assignment':
    case 'FileDescriptor':
    case 'FileDescriptorVariable':
    case 'HereDocDelimiter':
    case 'HereDocBody':
    case 'TestCommand':
    case 'ArithmeticCommand':
      if (node.end > node.pos) spans.push([node.pos, node.end]);
      return;
    case 'HereDoc':
      if (node.closing !== undefined) spans.push([node.closing.pos, node.closing.end]);
      break;
    default:
  }
  forEachChild(node, (child) => collect(child, spans));
}
