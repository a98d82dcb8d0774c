/** wasi-node in the embedder's own thread. */
import { wasiNode } from '../wasi-node.ts';

export const peer = wasiNode('inline');
