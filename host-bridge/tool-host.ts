/** `zora:node/tool-host`: how a tool answers. */
import { LimitExceeded } from './capability/denial.ts';
import type * as ToolHost from './wit/zora-node-tool-host.d.ts';

/** An error as it left a tool. */
export interface ToolFailure {
  name: string;
  message: string;
  code: string | undefined;
  stack: string | undefined;
  /** Own enumerable properties, `cause` and `errors`, as JSON. */
  properties: string;
}

/** What a component's tools say about themselves, a tool's result as JSON, or the error that left it. */
export type ToolAnswer =
  | { kind: 'described'; tools: ToolHost.Description[] }
  | { kind: 'resolved'; output: string }
  | { kind: 'rejected'; failure: ToolFailure };

/** Who hears of the answers. */
export interface ToolHostOptions {
  /** The longest answer, in bytes of UTF-8: whoever takes it parses it, which can take fifty times as much memory. */
  answerBytes: number;
  onAnswer: (answer: ToolAnswer) => void;
  /** An answer was too long: the instance is to be ended. */
  onExcess: (error: LimitExceeded) => void;
}

/** The interface; each answer goes to `onAnswer`. */
export function createToolHost({ answerBytes, onAnswer, onExcess }: ToolHostOptions): typeof ToolHost {
  const answer = (texts: readonly (string | undefined)[], value: ToolAnswer): void => {
    // A code unit is a byte at least: what is much too long is not even measured.
    let bytes = 0;
    for (const text of texts) bytes += text === undefined || bytes > answerBytes ? 0 : sizeOf(text, answerBytes);
    if (bytes <= answerBytes) onAnswer(value);
    else onExcess(new LimitExceeded('answerBytes', answerBytes));
  };
  return {
    described: (tools) =>
      answer(
        tools.flatMap(({ name, description, inputSchema }) => [name, description, inputSchema]),
        { kind: 'described', tools },
      ),
    resolve: (output) => answer([output], { kind: 'resolved', output }),
    reject: ({ name, message, code, stack, properties }) =>
      answer([name, message, code, stack, properties], {
        kind: 'rejected',
        failure: { name, message, code, stack, properties },
      }),
  };
}

function sizeOf(text: string, most: number): number {
  return text.length > most ? text.length : Buffer.byteLength(text);
}
