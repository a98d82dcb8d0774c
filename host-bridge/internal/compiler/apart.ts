/**
 * Compiles a module in a process of its own. The parser is native code that descends into what it reads: a text that is
 * nested deeply enough overflows the stack and ends the process that it is read in.
 */
import { spawnSync } from 'node:child_process';
import type { Compiled, Diagnostic, Source } from '../../wit/zora-node-compiler.d.ts';
import { codeFile } from '../package-root.ts';
import { ModuleSyntaxError } from './syntax.ts';

/** What the process answers. */
export type Answer = { kind: 'compiled'; compiled: Omit<Compiled, 'lines'> & { lines: number[] } } | Refusal;
interface Refusal {
  kind: 'refused';
  diagnostic: Diagnostic;
}

const ENTRY = codeFile('host-bridge/internal/compiler/compile-once');
const MAX_ANSWER = 256 * 1024 * 1024;
/** Many times what 16 MiB take. */
const TIMEOUT_MS = 30_000;

/** @throws ModuleSyntaxError, also where the process did not survive the text */
export function compileApart(source: Source): Compiled {
  const { status, stdout } = spawnSync(process.execPath, [ENTRY], {
    input: JSON.stringify(source),
    env: {},
    maxBuffer: MAX_ANSWER,
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  if (status !== 0) throw tooDeep();
  const answer = JSON.parse(stdout.toString()) as Answer;
  if (answer.kind === 'refused') throw new ModuleSyntaxError(answer.diagnostic);
  return { ...answer.compiled, lines: Uint32Array.from(answer.compiled.lines) };
}

/** The refusal of a text that no parser here has the stack for. */
export function tooDeep(): ModuleSyntaxError {
  return new ModuleSyntaxError({
    message: 'The module is too deeply nested, or too large to be compiled',
    line: 1,
    column: 1,
    excerpt: '',
  });
}
