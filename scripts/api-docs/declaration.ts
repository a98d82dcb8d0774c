/** A declaration as its user sees it: without bodies, values and what is private. */

/** As much of a syntax tree as is read here. */
export interface Statement {
  type: string;
  start: number;
  end: number;
  id?: { name: string; end: number; typeAnnotation?: Span | null };
  declaration?: Statement | null;
  declarations?: { id: { name: string; start: number; end: number }; init?: (Span & { type: string }) | null }[];
  kind?: string;
  specifiers?: { local: { name: string }; imported?: { name: string }; exported: { name: string } }[];
  source?: { value: string } | null;
  body?: (Span & { body: Member[] | unknown }) | null;
}

interface Span {
  start: number;
  end: number;
}

interface Member extends Span {
  type: string;
  key?: { type: string; name?: string; start: number };
  value?: (Span & { type: string; body?: Span | null }) | null;
  accessibility?: string;
  kind?: string;
}

export function declarationText(code: string, declaration: Statement): string {
  const text = ({ start, end }: Span): string => code.slice(start, end);
  switch (declaration.type) {
    case 'FunctionDeclaration':
      return tidy(`${code.slice(declaration.start, declaration.body?.start ?? declaration.end).trimEnd()};`);
    case 'ClassDeclaration':
      return classText(code, declaration);
    case 'VariableDeclaration': {
      const [declarator] = declaration.declarations ?? [];
      if (declarator === undefined) return '';
      const { id, init } = declarator;
      if (init?.type === 'ArrowFunctionExpression') {
        const body = (init as Span & { body?: Span }).body;
        return tidy(`${code.slice(declaration.start, body?.start ?? init.end).trimEnd()} …;`);
      }
      return tidy(`${declaration.kind} ${code.slice(id.start, id.end)};`);
    }
    default:
      return tidy(text(declaration));
  }
}

function classText(code: string, { start, body }: Statement): string {
  if (body === null || body === undefined) return '';
  const members = (body.body as Member[]).flatMap((member) => {
    if (member.key?.type === 'PrivateIdentifier' || /^(?:private|protected)$/.test(member.accessibility ?? ''))
      return [];
    if (member.type === 'StaticBlock') return [];
    const comment = /\/\*\*(?:[^*]|\*(?!\/))*\*\/\s*$/.exec(code.slice(body.start, member.start))?.[0].trim();
    const isMethod = member.type === 'MethodDefinition';
    const end = isMethod ? (member.value?.body?.start ?? member.end) : (member.value?.start ?? member.end);
    const head = code
      .slice(member.start, end)
      .replace(/\s*=\s*$/, '')
      .trimEnd()
      .replace(/;$/, '');
    return [`${comment === undefined ? '' : `  ${comment}\n`}  ${head};`];
  });
  const head = code.slice(start, body.start).trimEnd();
  return tidy(`${head} {\n${members.join('\n')}\n}`);
}

/** Without lines that are only for linters. */
function tidy(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/^\s*\/\/ biome-ignore/.test(line))
    .join('\n');
}
