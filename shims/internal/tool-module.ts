/** Reads the tools out of a tool's module, in any of the forms that an author may have chosen. */

/** A module namespace. */
export type ToolModule = Record<string, unknown>;

/** One tool, whatever form its module had. */
export interface Tool {
  name: string;
  description: string;
  /** JSON Schema as text; empty where the tool has none. */
  inputSchema: string;
  handler(input: unknown): unknown;
}

/** Zora's form of a tool. */
interface ToolObject {
  name: string;
  description?: unknown;
  input_schema?: unknown;
  inputSchema?: unknown;
  handler(input: unknown): unknown;
}

/**
 * The tools of `module`, by name: those of its default export in Zora's form (one or an array), or else its exported functions.
 * @throws TypeError (`ERR_NO_TOOL`) when there is none.
 */
export function findTools(module: ToolModule): Map<string, Tool> {
  const tools = new Map<string, Tool>();
  for (const item of candidates(module)) {
    if (isToolObject(item)) tools.set(item.name, fromObject(item));
  }
  if (tools.size === 0) {
    for (const [name, value] of Object.entries(module)) {
      if (typeof value === 'function' && name !== 'default')
        tools.set(name, fromFunction(name, value as Tool['handler']));
    }
    if (typeof module['default'] === 'function') {
      const handler = module['default'] as Tool['handler'];
      tools.set('default', fromFunction('default', handler));
    }
  }
  if (tools.size === 0) throw new NoToolError();
  return tools;
}

/** What may be a tool object: the default export, or the items of an array there, or the namespace's own exports. */
function candidates(module: ToolModule): unknown[] {
  const value = module['default'];
  return [...(Array.isArray(value) ? value : [value]), ...Object.values(module)];
}

function isToolObject(value: unknown): value is ToolObject {
  if (typeof value !== 'object' || value === null) return false;
  const { name, handler } = value as Partial<ToolObject>;
  return typeof name === 'string' && typeof handler === 'function';
}

function fromObject(tool: ToolObject): Tool {
  return {
    name: tool.name,
    description: typeof tool.description === 'string' ? tool.description : '',
    inputSchema: schemaText(tool.input_schema ?? tool.inputSchema),
    handler: (input) => tool.handler(input),
  };
}

function fromFunction(name: string, handler: (input: unknown) => unknown): Tool {
  return { name, description: '', inputSchema: '', handler };
}

/** A JSON Schema as it is; a schema object that can give one (`toJSONSchema`, as zod's) is asked. */
function schemaText(schema: unknown): string {
  if (schema === undefined || schema === null) return '';
  const convert = (schema as { toJSONSchema?: unknown }).toJSONSchema;
  return JSON.stringify(typeof convert === 'function' ? convert.call(schema) : schema) ?? '';
}

class NoToolError extends TypeError {
  readonly code = 'ERR_NO_TOOL';
  constructor() {
    super('The module exports no tool: neither an object with a name and a handler nor a function');
    this.name = 'NoToolError';
  }
}
