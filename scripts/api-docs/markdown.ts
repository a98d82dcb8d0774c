/** The API reference as a page. */
import type { Documented } from './exports.ts';

/** An entry of the package. */
export interface EntryDocs {
  specifier: string;
  doc: string;
  exports: Documented[];
}

const HEAD = `# API

Generated from the doc comments by \`node scripts/api-docs.ts\`. Do not edit.
`;

export function toMarkdown(entries: readonly EntryDocs[]): string {
  const contents = entries.map(({ specifier, exports }) => {
    const names = exports.map(({ name }) => `[\`${name}\`](#${anchor(specifier, name)})`);
    return `- \`${specifier}\`: ${names.join(' ')}`;
  });
  const sections = entries.map(section);
  return `${HEAD}\n${contents.join('\n')}\n\n${sections.join('\n\n')}\n`;
}

function anchor(specifier: string, name: string): string {
  return `${specifier}-${name}`.toLowerCase().replace(/[^\w-]/g, '');
}

function section({ specifier, doc, exports }: EntryDocs): string {
  return [`## ${specifier}`, docText(doc), ...exports.map((item) => exported(specifier, item))].join('\n\n');
}

function exported(specifier: string, { name, kind, doc, code }: Documented): string {
  const parts = [`<a id="${anchor(specifier, name)}"></a>\n\n### \`${name}\` (${kind})`];
  if (doc !== '') parts.push(docText(doc));
  parts.push(`\`\`\`typescript\n${code}\n\`\`\``);
  return parts.join('\n\n');
}

/** Tags as a list. */
function docText(doc: string): string {
  // What is an example in a comment is no snippet of a page: it is not run.
  const [text = '', ...tags] = doc
    .replaceAll('```ts\n', '```typescript\n')
    .split(/(?:^|\n|\s)(?=@(?:param|returns|throws|example)\b)/);
  const items = tags.map((tag) => {
    const [, name = '', rest = ''] = /^@(\w+)\s*([\s\S]*)$/.exec(tag.trim()) ?? [];
    return name === 'example' ? `\n${rest}` : `- **${name}** ${rest.replace(/\s+/g, ' ')}`;
  });
  return [text.trim(), items.join('\n')].filter((part) => part !== '').join('\n\n');
}
