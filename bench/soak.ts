/**
 * `npm run soak`: 200,000 invocations, then one instance with 2,000,000 turns. `--count` and `--turns` change that,
 * `--at-once` how many run together; `--record` puts the result into docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { progress } from './progress.ts';
import { show } from './stress/show.ts';
import { runSoak, soakFindings } from './stress/soak.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '200000' },
    turns: { type: 'string', default: '2000000' },
    'at-once': { type: 'string', default: '4' },
    json: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});
const report = await runSoak({
  invocations: Number(values.count),
  turns: Number(values.turns),
  atOnce: Number(values['at-once']),
  tell: progress,
});
progress();
await show('soak', soakFindings(report), values);
