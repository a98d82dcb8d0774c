/** `docs/benchmarks.svg`: a panel a measure, a bar a peer, lengths in powers of ten. */
import type { Figure, PeerResult } from '../peers/compare.ts';
import { bytes, digits, milliseconds } from './format.ts';

interface Panel {
  title: string;
  hint: string;
  value: (peer: PeerResult) => Figure<number> | undefined;
  text: (value: number) => string;
}

const PANELS: readonly Panel[] = [
  {
    title: 'Cold start (p50)',
    hint: 'shorter is better',
    value: ({ cold }) => ('missing' in cold.bare ? cold.bare : cold.bare.p50),
    text: milliseconds,
  },
  {
    title: 'Cold start with node:child_process (p50)',
    hint: 'shorter is better',
    value: ({ cold }) => ('missing' in cold.builtin ? cold.builtin : cold.builtin.p50),
    text: milliseconds,
  },
  {
    title: 'Memory of a live guest, of 100',
    hint: 'shorter is better',
    value: ({ memory }) => memory['100'] ?? Object.values(memory)[0],
    text: bytes,
  },
  {
    title: 'Fresh guests a second, 8 at once',
    hint: 'longer is better',
    value: ({ throughput }) => throughput,
    text: digits,
  },
  { title: 'Integers', hint: 'shorter is better', value: ({ cpu }) => cpu['integers'], text: milliseconds },
  { title: 'JSON', hint: 'shorter is better', value: ({ cpu }) => cpu['json'], text: milliseconds },
];

const COLUMNS = 2;
const PANEL = { width: 470, top: 46, bar: 16, row: 24, gap: 26 };
const LABEL = 138;
const BARS = 235;

/** The plot of one comparison. */
export function renderPlot(peers: readonly PeerResult[]): string {
  const height = PANEL.top + peers.length * PANEL.row + PANEL.gap;
  const rows = Math.ceil(PANELS.length / COLUMNS);
  const size = { width: PANEL.width * COLUMNS, height: height * rows };
  const panels = PANELS.map((panel, i) => {
    const [x, y] = [(i % COLUMNS) * PANEL.width, Math.floor(i / COLUMNS) * height];
    return `<g transform="translate(${x} ${y})">\n${drawPanel(panel, peers)}\n</g>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-label="${escape(PANELS.map(({ title }) => title).join('; '))}">
<style>
  svg { font: 13px system-ui, sans-serif; background: #fff; }
  text { fill: #1f2328; } .hint { fill: #656d76; font-size: 11px; } .title { font-weight: 600; }
  .bar { fill: #9aa4b2; } .ours { fill: #2f6feb; } .missing { fill: #8b949e; font-style: italic; }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117; } text { fill: #e6edf3; } .hint { fill: #8d96a0; } .bar { fill: #57606a; } .ours { fill: #4c8dff; }
  }
</style>
${panels.join('\n')}
</svg>
`;
}

function drawPanel({ title, hint, value, text }: Panel, peers: readonly PeerResult[]): string {
  const known = peers.map(value).filter((one) => typeof one === 'number');
  // A whole power of ten below the least, so that the shortest bar can be seen.
  const least = 10 ** (Math.floor(Math.log10(Math.min(...known))) - 1);
  const span = Math.log10(Math.max(...known) / least);
  const bars = peers.map((peer, i) => {
    const y = PANEL.top + i * PANEL.row;
    const middle = y + PANEL.bar / 2 + 4;
    const figure = value(peer);
    const label = `<text x="${LABEL - 8}" y="${middle}" text-anchor="end">${escape(peer.title)}</text>`;
    if (typeof figure !== 'number') {
      const why = figure === undefined || figure.missing.length > 24 ? 'not measured' : figure.missing;
      return `${label}<text class="missing" x="${LABEL}" y="${middle}">${escape(why)}</text>`;
    }
    const width = Math.max(1, (Math.log10(figure / least) / span) * BARS).toFixed(1);
    return `${label}<rect class="bar${peer.kind.startsWith('wasi-node') ? ' ours' : ''}" x="${LABEL}" y="${y}" width="${width}" height="${PANEL.bar}" rx="2"/><text x="${LABEL + Number(width) + 6}" y="${middle}">${escape(text(figure))}</text>`;
  });
  return [
    `<text class="title" x="12" y="22">${escape(title)}</text>`,
    `<text class="hint" x="12" y="38">${hint}; logarithmic</text>`,
    ...bars,
  ].join('\n');
}

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.codePointAt(0)};`);
