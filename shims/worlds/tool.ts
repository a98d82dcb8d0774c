/**
 * The world of a tool: `zora:node/tool` over the event loop. A tool module is Zora's form (`export default { name, description,
 * input_schema, handler }`, or an array of them) or plain exported functions.
 */
import type { State } from 'zora:node/reactor@0.1.0';
import { described, reject, resolve } from 'zora:node/tool-host@0.1.0';
import { installErrorStacks } from '../internal/errors/stack.ts';
import { toFailure } from '../internal/failure.ts';
import { start } from '../internal/instance.ts';
import { enter, setUncaughtHandler, turn } from '../internal/loop.ts';
import { installRandom } from '../internal/random.ts';
import { findTools, type Tool, type ToolModule } from '../internal/tool-module.ts';

/** What the component exports. */
export interface ToolWorld {
  reactor: { turn(ready: Uint32Array): Promise<State> };
  tool: { describe(): Promise<void>; invoke(name: string, input: string): Promise<void> };
}

/**
 * Makes the exports of a tool component.
 * @param load evaluates the tool's modules; called at most once an instance, on its first call.
 */
export function createWorld(load: () => Promise<ToolModule>): ToolWorld {
  installErrorStacks();
  installRandom();
  let tools: Promise<Map<string, Tool>> | undefined;
  const loadTools = () => (tools ??= load().then(findTools));
  const fail = (error: unknown) => reject(toFailure(error));

  async function call(name: string, input: string): Promise<void> {
    const found = (await loadTools()).get(name);
    if (found === undefined) throw new UnknownToolError(name);
    const output = await found.handler(input === '' ? undefined : JSON.parse(input));
    resolve(toJson(name, output));
  }

  function run(work: () => Promise<void>): void {
    start();
    setUncaughtHandler(fail);
    enter(() => {
      work().catch(fail);
    });
  }

  return {
    reactor: {
      async turn(ready) {
        return turn(ready);
      },
    },
    tool: {
      async describe() {
        run(async () => {
          described(
            [...(await loadTools()).values()].map(({ name, description, inputSchema }) => ({
              name,
              description,
              inputSchema,
            })),
          );
        });
      },
      async invoke(name, input) {
        run(() => call(name, input));
      },
    },
  };
}

/** The result as JSON; what has no JSON form is an error that says so. */
function toJson(name: string, output: unknown): string {
  let text: string | undefined;
  try {
    text = output === undefined ? 'null' : JSON.stringify(output);
  } catch (cause) {
    throw new ToolOutputError(name, cause);
  }
  if (text === undefined) throw new ToolOutputError(name, new TypeError(`a ${typeof output} has no JSON form`));
  return text.toWellFormed();
}

class UnknownToolError extends Error {
  readonly code = 'ERR_UNKNOWN_TOOL';
  constructor(name: string) {
    super(`There is no tool '${name}' in this component`);
    this.name = 'UnknownToolError';
  }
}

class ToolOutputError extends TypeError {
  readonly code = 'ERR_TOOL_OUTPUT';
  constructor(name: string, cause: unknown) {
    super(`The result of '${name}' is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'ToolOutputError';
  }
}
