/** `zora:node/tool-host`: how a tool answers. */
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

/** The interface; each answer goes to `onAnswer`. */
export function createToolHost(onAnswer: (answer: ToolAnswer) => void): typeof ToolHost {
  return {
    described: (tools) => onAnswer({ kind: 'described', tools }),
    resolve: (output) => onAnswer({ kind: 'resolved', output }),
    reject: ({ name, message, code, stack, properties }) =>
      onAnswer({ kind: 'rejected', failure: { name, message, code, stack, properties } }),
  };
}
