/**
 * What a script declares at its top level and which names it uses. The engine evaluates a script for a context inside a function, where
 * its declarations would stay; with this they can be put where the script expects them.
 */
import { type Token, tokenize } from './tokens.ts';

export interface ScriptNames {
  strict: boolean;
  /** `var`, at any depth outside of functions. */
  vars: Set<string>;
  /** Function declarations of the top level. */
  functions: Set<string>;
  /** `let`, `const` and `class` of the top level. */
  lexicals: Set<string>;
  /** Names that something is assigned to. */
  assigned: Set<string>;
  /** Operands of `typeof`. */
  typeofs: Set<string>;
  /** Every name that is not a property's. */
  names: Set<string>;
  /** Where `import` of an `import(…)` stands. */
  imports: number[];
  /** A bracket is closed that was never opened, or the other way round. */
  unbalanced: boolean;
}

const ASSIGNMENT = /^(?:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|\*\*=|<<=|>>=|>>>=|&&=|\|\|=|\?\?=|\+\+|--)$/;
const CONTROL = new Set(['if', 'for', 'while', 'switch', 'catch', 'with', 'await']);

type Bracket = { text: string; isFunction: boolean; isControl: boolean };

/** Reads a script once. */
export function scanScript(text: string): ScriptNames {
  const found: ScriptNames = {
    strict: false,
    vars: new Set(),
    functions: new Set(),
    lexicals: new Set(),
    assigned: new Set(),
    typeofs: new Set(),
    names: new Set(),
    imports: [],
    unbalanced: false,
  };
  const tokens = [...tokenize(text)];
  const open: Bracket[] = [];
  let functionDepth = 0;
  let closedControl = false;
  /** The head of a class has begun: its body is the next brace. */
  let inClassHead = -1;

  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const before = tokens[i - 1];
    const next = tokens[i + 1];
    if (token.kind === 'punctuator') {
      if (token.text === '(' || token.text === '[' || token.text === '{' || token.text.endsWith('${')) {
        if (token.text.startsWith('}')) continue;
        const isBody =
          token.text === '{' &&
          (before?.text === '=>' || (before?.text === ')' && !closedControl) || inClassHead === open.length);
        if (isBody) inClassHead = -1;
        if (isBody) functionDepth++;
        const isControl = token.text === '(' && before !== undefined && CONTROL.has(before.text);
        open.push({ text: token.text, isFunction: isBody, isControl });
      } else if (token.text === ')' || token.text === ']' || token.text === '}') {
        const bracket = open.pop();
        if (bracket === undefined) found.unbalanced = true;
        if (bracket?.isFunction) functionDepth--;
        closedControl = bracket?.isControl === true;
      }
      continue;
    }
    if (token.kind === 'value') {
      if (token.text.startsWith('}')) open.pop();
      continue;
    }
    const isProperty =
      before?.text === '.' || before?.text === '?.' || (next?.text === ':' && token.kind === 'keyword');
    if (isProperty) continue;
    const starts = startsStatement(token, before);
    if (token.kind === 'keyword' || token.text === 'let') {
      if (token.text === 'class') {
        inClassHead = open.length;
        if (open.length === 0 && starts && next?.kind === 'name') found.lexicals.add(next.text);
      } else if (token.text === 'var' && functionDepth === 0) declared(tokens, i, found.vars);
      else if (token.text === 'const' && open.length === 0) declared(tokens, i, found.lexicals);
      else if (token.text === 'let' && open.length === 0 && starts && /^[\p{ID_Start}$_[{]/u.test(next?.text ?? ''))
        declared(tokens, i, found.lexicals);
      else if (token.text === 'function' && open.length === 0) {
        const isAsync = before?.text === 'async' && startsStatement(before, tokens[i - 2]);
        const name = next?.text === '*' ? tokens[i + 2] : next;
        if ((starts || isAsync) && name?.kind === 'name') found.functions.add(name.text);
      } else if (token.text === 'import' && next?.text === '(') found.imports.push(token.at);
      continue;
    }
    found.names.add(token.text);
    if (before?.text === 'typeof') found.typeofs.add(token.text);
    const isTarget =
      (next !== undefined && ASSIGNMENT.test(next.text) && !(next.afterLine && /^(?:\+\+|--)$/.test(next.text))) ||
      before?.text === '++' ||
      before?.text === '--' ||
      (before?.text === '(' && tokens[i - 2]?.text === 'for' && /^(?:of|in)$/.test(next?.text ?? ''));
    if (isTarget) found.assigned.add(token.text);
  }
  found.unbalanced ||= open.length > 0;
  found.strict = isStrict(tokens);
  return found;
}

function startsStatement(token: Token, before: Token | undefined): boolean {
  if (before === undefined || before.text === ';' || before.text === '}' || before.text === '{') return true;
  return token.afterLine && (before.kind !== 'punctuator' || before.text === ')' || before.text === ']');
}

function isStrict(tokens: readonly Token[]): boolean {
  for (const [index, token] of tokens.entries()) {
    if (token.text === ';') continue;
    if (!/^["']/.test(token.text)) return false;
    const next = tokens[index + 1];
    const ends = next === undefined || next.text === ';' || next.text === '}' || next.afterLine;
    if (/^["']use strict["']$/.test(token.text) && ends) return true;
  }
  return false;
}

/** Adds the names that the declaration at `tokens[at]` binds. */
function declared(tokens: readonly Token[], at: number, names: Set<string>): void {
  let depth = 0;
  /** Within a pattern, up to the bracket that closes it. */
  let inPattern = false;
  let expectsBinding = true;
  for (let i = at + 1; i < tokens.length; i++) {
    const token = tokens[i] as Token;
    const before = tokens[i - 1] as Token;
    const next = tokens[i + 1];
    if (depth === 0 && !expectsBinding) {
      if (token.text === ';' || /^(?:of|in)$/.test(token.text)) return;
      const expressionEnds = before.kind !== 'punctuator' || /^[)\]}]$/.test(before.text);
      if (token.afterLine && expressionEnds && token.kind !== 'punctuator' && before.kind !== 'keyword') return;
    }
    if (/^[([{]$/.test(token.text)) {
      if (depth === 0 && expectsBinding) {
        inPattern = true;
        expectsBinding = false;
      }
      depth++;
    } else if (/^[)\]}]$/.test(token.text)) {
      if (--depth < 0) return;
      if (depth === 0) inPattern = false;
    } else if (token.text === ',' && depth === 0) expectsBinding = true;
    else if (token.kind === 'name') {
      if (inPattern) {
        if (/^(?:[{[,:]|\.\.\.)$/.test(before.text) && next?.text !== ':') names.add(token.text);
      } else if (expectsBinding) {
        names.add(token.text);
        expectsBinding = false;
      }
    }
  }
}
