import { Marked } from 'marked';

const TEXT = `# Title

A *paragraph* with **strong** \`code\`, a [link](https://example.com "t") and <b>html</b>.

- one
  1. inner
- [x] done

| a | b |
|:--|--:|
| 1 | 2 |

\`\`\`js
let x = 1 < 2;
\`\`\`

> quote
`;

/** Renders Markdown, also with a renderer of one's own and asynchronously. */
export async function job() {
  const own = new Marked({
    async: true,
    renderer: { heading: ({ text, depth }) => `<h${depth} class="x">${text}</h${depth}>\n` },
  });
  return { html: new Marked().parse(TEXT), own: await own.parse(TEXT), tokens: new Marked().lexer('a *b*') };
}
