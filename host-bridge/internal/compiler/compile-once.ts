/** The entry of `apart.ts`'s process: a source as JSON from standard input, the answer as JSON to standard output. */
import { readFileSync, writeSync } from 'node:fs';
import { loadCompiler } from '../../compiler.ts';
import type { Diagnostic, Source } from '../../wit/zora-node-compiler.d.ts';
import type { Answer } from './apart.ts';

const source = JSON.parse(readFileSync(0, 'utf8')) as Source;
const { compile } = await loadCompiler({ tokensHere: Number.POSITIVE_INFINITY });

function answer(): Answer {
  try {
    const compiled = compile(source);
    return { kind: 'compiled', compiled: { ...compiled, lines: [...compiled.lines] } };
  } catch (error) {
    if (error instanceof Error) throw error;
    return { kind: 'refused', diagnostic: error as Diagnostic };
  }
}

const bytes = Buffer.from(JSON.stringify(answer()));
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
