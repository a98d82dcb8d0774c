/** The `tap` reporter: https://nodejs.org/api/test.html#test-reporters */
import { inspect } from '../util/inspect.ts';
import type { TestEvent, TestResult } from './events.ts';
import { TestFailure } from './failure.ts';

const escapeTap = (text: string): string => text.replace(/[\\#]/g, '\\$&').replace(/\n/g, '\\n');

/** The lines of one event; those of a stream begin with `TAP version 13`. */
export function formatTap(event: TestEvent): string {
  const { nesting } = event.data;
  const indent = '    '.repeat(Math.max(nesting, 0));
  switch (event.type) {
    case 'test:start':
      return `${indent}# Subtest: ${escapeTap(event.data.name)}\n`;
    case 'test:plan':
      return `${indent}1..${event.data.count}\n`;
    case 'test:diagnostic':
      return `${indent}# ${escapeTap(event.data.message)}\n`;
    case 'test:pass':
    case 'test:fail':
      return result(event.type === 'test:pass', event.data, indent);
    default:
      return '';
  }
}

function result(passed: boolean, data: TestResult, indent: string): string {
  const { name, testNumber, details, skip, todo } = data;
  const directive = (word: string, reason: string | boolean) =>
    ` # ${word}${typeof reason === 'string' && reason !== '' ? ` ${escapeTap(reason)}` : ''}`;
  const note = skip !== undefined ? directive('SKIP', skip) : todo !== undefined ? directive('TODO', todo) : '';
  const lines = [`duration_ms: ${details.duration_ms}`, `type: '${details.type}'`, ...failureLines(details.error)];
  const block = ['---', ...lines, '...'].map((line) => `${indent}  ${line}\n`).join('');
  return `${indent}${passed ? 'ok' : 'not ok'} ${testNumber} - ${escapeTap(name)}${note}\n${block}`;
}

function failureLines(error: unknown): string[] {
  if (error === undefined) return [];
  const lines: string[] = [];
  let shown = error;
  if (error instanceof TestFailure) {
    lines.push(`failureType: '${error.failureType}'`);
    if (error.failureType !== 'subtestsFailed') shown = error.cause ?? error;
  }
  const { message, code, name, stack } = (shown instanceof Error ? shown : { message: inspect(shown) }) as Error & {
    code?: unknown;
  };
  lines.push('error: |-', ...message.split('\n').map((line) => `  ${line}`));
  if (code !== undefined) lines.push(`code: '${String(code)}'`);
  if (name !== undefined && name !== 'Error') lines.push(`name: '${name}'`);
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  if (frames.length > 0) lines.push('stack: |-', ...frames.map((line) => `  ${line.replace(/^\s+at /, '')}`));
  return lines;
}
