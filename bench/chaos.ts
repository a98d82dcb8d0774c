/**
 * `npm run chaos`: 2,000 invocations, half of them bad, while threads are killed at random. `--count`, `--at-once`,
 * `--kill-every` (invocations, 0: never) and `--seed` change that; `--record` puts the result into docs/benchmarks.md.
 */
import { parseArgs } from 'node:util';
import { progress } from './progress.ts';
import { chaosFindings, runChaos } from './stress/chaos.ts';
import { show } from './stress/show.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    'at-once': { type: 'string', default: '8' },
    'kill-every': { type: 'string', default: '40' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});
const report = await runChaos({
  count: Number(values.count),
  atOnce: Number(values['at-once']),
  killEvery: Number(values['kill-every']),
  seed: Number(values.seed),
  tell: progress,
});
progress();
await show('chaos', chaosFindings(report), values);
if (!values.json) for (const ending of report.wrong.slice(0, 20)) console.log('wrong:', JSON.stringify(ending));
