/** The tokens of a script, as far as finding its declarations needs them. */

export type TokenKind = 'name' | 'keyword' | 'punctuator' | 'value';

export interface Token {
  kind: TokenKind;
  text: string;
  /** Where it begins. */
  at: number;
  /** There is a line feed between it and the token before. */
  afterLine: boolean;
}

const KEYWORDS = new Set(
  (
    'break case catch class const continue debugger default delete do else export extends finally for function if import in ' +
    'instanceof new return super switch this throw try typeof var void while with null true false'
  ).split(' '),
);
/** After these a slash begins a regular expression, an opening brace an object. */
const BEFORE_EXPRESSION = new Set(
  'case delete do else in instanceof new return throw typeof void yield await of extends'.split(' '),
);
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);
const PUNCTUATORS =
  /(?:>>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\*\*|<<|>>|[\s\S])/y;
const SPACE = /(?:[\s\uFEFF]+|\/\/[^\n\r\u2028\u2029]*|\/\*[\s\S]*?\*\/|^#![^\n]*)*/y;
const NAME =
  /#?(?:[\p{ID_Start}$_]|\\u(?:[\da-f]{4}|\{[\da-f]+\}))(?:[\p{ID_Continue}$\u200c\u200d]|\\u(?:[\da-f]{4}|\{[\da-f]+\}))*/iuy;
const NUMBER = /(?:0[xob][\da-f_]+|(?:\d[\d_]*)?\.?\d[\d_]*(?:e[+-]?\d[\d_]*)?\.?)n?/iy;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/iy;
const TEMPLATE = /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*(?:`|\$\{)/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Splits a script into tokens. A script with a syntax error gives some, too: the engine reports the error. */
export function* tokenize(text: string): Generator<Token, void> {
  let at = 0;
  let last: Token | undefined;
  /** What each open bracket is: of a control statement's head, of an expression, the rest of a template. */
  const open: { control: boolean; expression: boolean; template: boolean }[] = [];
  let closed: { control: boolean; expression: boolean } | undefined;

  const endsExpression = (): boolean => {
    if (last === undefined) return false;
    if (last.kind === 'value' || last.kind === 'name') return !BEFORE_EXPRESSION.has(last.text);
    if (last.kind === 'keyword') return !BEFORE_EXPRESSION.has(last.text);
    if (last.text === ')') return closed?.control !== true;
    if (last.text === '}') return closed?.expression === true;
    return last.text === ']' || last.text === '++' || last.text === '--';
  };

  while (at < text.length) {
    const space = match(SPACE, text, at) ?? '';
    at += space.length;
    if (at >= text.length) return;
    const afterLine = /[\n\r\u2028\u2029]/.test(space);
    const character = text[at] as string;
    let kind: TokenKind = 'punctuator';
    let token: string | undefined;
    if (character === '`' || (character === '}' && open.at(-1)?.template === true)) {
      if (character === '}') open.pop();
      const rest = match(TEMPLATE, text, at + 1) ?? text.slice(at + 1);
      if (rest.endsWith('${')) open.push({ control: false, expression: true, template: true });
      // A part of a template: an operator stands where a value goes in, a value at its end.
      token = character + rest;
      kind = rest.endsWith('${') ? 'punctuator' : 'value';
    } else if ((token = match(NAME, text, at)) !== undefined) {
      const isProperty = last?.text === '.' || last?.text === '?.';
      kind = KEYWORDS.has(token) && !isProperty ? 'keyword' : 'name';
    } else if (/\d/.test(character) || (character === '.' && /\d/.test(text[at + 1] ?? ''))) {
      token = match(NUMBER, text, at);
      kind = 'value';
    } else if (character === '"' || character === "'") {
      token = match(STRING, text, at);
      kind = 'value';
    } else if (character === '/' && !endsExpression() && (token = match(REGEXP, text, at)) !== undefined) {
      kind = 'value';
    }
    token ??= match(PUNCTUATORS, text, at) ?? character;
    if (kind === 'punctuator') {
      if (token === '(' || token === '[' || token === '{') {
        const isBlock =
          token === '{' &&
          (last === undefined ||
            /^(?:[;{}):]|=>|else|do|try|finally)$/.test(last.text) ||
            (afterLine && endsExpression()) ||
            last.kind === 'name');
        open.push({
          control: token === '(' && last !== undefined && CONTROL.has(last.text),
          expression: !isBlock,
          template: false,
        });
      } else if (token === ')' || token === ']' || token === '}') {
        closed = open.pop();
      }
    }
    last = { kind, text: token, at, afterLine };
    at += token.length;
    yield last;
  }
}
