/** wasi-node: a fresh instance for each call, in worker threads, through the library as an embedder uses it. */
import { wasiNode } from '../wasi-node.ts';

export const peer = wasiNode('worker');
