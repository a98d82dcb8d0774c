/** `node bench/peers/index.ts`: the comparison alone, without the rest of the benchmark; its part of docs/benchmarks.md is made anew. */
import { parseArgs } from 'node:util';
import { progress } from '../progress.ts';
import { circumstances, record } from '../report/store.ts';
import { comparePeers, FULL, QUICK } from './compare.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, output: { type: 'string' } } });
const peers = await comparePeers(values.quick ? QUICK : FULL, progress);
progress();
console.log(await record({ peers: { measured: circumstances(), peers } }, values.output));
