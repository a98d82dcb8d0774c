/**
 * Stands in for Zora, with its shapes and nothing more: the hook runner that adds tools to a task, the audit log with its chain of hashes,
 * the secrets. In place of a language model there is a list of calls.
 */
import { createHash } from 'node:crypto';
import type { ZoraAudit, ZoraAuditEntry, ZoraSecrets, ZoraTool } from '../../src/zora/index.ts';

/** What Zora gives to its hooks, as far as tools are concerned. */
export interface TaskContext {
  jobId: string;
  task: string;
  customTools?: ZoraTool[];
}

type OnTaskStart = (context: TaskContext) => Promise<TaskContext>;

/** Zora's hooks, of which one matters here. */
export class HookRunner {
  readonly #onTaskStart: OnTaskStart[] = [];

  on(_event: 'onTaskStart', hook: OnTaskStart): void {
    this.#onTaskStart.push(hook);
  }

  async runOnTaskStart(context: TaskContext): Promise<TaskContext> {
    let current = context;
    for (const hook of this.#onTaskStart) current = await hook(current);
    return current;
  }
}

/** An entry as Zora keeps it. */
export interface ChainedEntry extends ZoraAuditEntry {
  entryId: string;
  previousHash: string;
  hash: string;
}

/** Zora's audit log, in memory: one writer, each entry with the hash of the one before. */
export class AuditLogger implements ZoraAudit {
  readonly entries: ChainedEntry[] = [];
  #last: Promise<unknown> = Promise.resolve();

  log(entry: ZoraAuditEntry): Promise<ChainedEntry> {
    const written = this.#last.then(() => this.#append(entry));
    this.#last = written;
    return written;
  }

  #append(entry: ZoraAuditEntry): ChainedEntry {
    const previousHash = this.entries.at(-1)?.hash ?? 'genesis';
    const open = { entryId: `audit-${this.entries.length + 1}`, ...structuredClone(entry), previousHash };
    const chained = { ...open, hash: hashOf(open) };
    this.entries.push(chained);
    return chained;
  }

  /** Whether nobody has changed an entry. */
  verify(): boolean {
    return this.entries.every(({ hash, ...open }, index) => {
      const previous = this.entries[index - 1]?.hash ?? 'genesis';
      return open.previousHash === previous && hash === hashOf(open);
    });
  }
}

const hashOf = (entry: Omit<ChainedEntry, 'hash'>): string =>
  createHash('sha256').update(JSON.stringify(entry)).digest('hex');

/** Zora's secrets, without the encryption. */
export class SecretsManager implements ZoraSecrets {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: Record<string, string>) {
    this.#values = new Map(Object.entries(values));
  }

  async getSecret(name: string): Promise<string | null> {
    return this.#values.get(name) ?? null;
  }
}

/** One call that the model makes. */
export interface ModelCall {
  tool: string;
  input: Record<string, unknown>;
}

/** What the model gets back: the tool's answer, or the error that it is told of. */
export type ModelResult = { result: unknown } | { error: string; code: unknown };

/** Runs a task as Zora's execution loop does: the hooks first, then each call through the handler of its tool. */
export async function runTask(
  hooks: HookRunner,
  task: TaskContext,
  calls: readonly ModelCall[],
): Promise<ModelResult[]> {
  const { customTools = [] } = await hooks.runOnTaskStart(task);
  const results: ModelResult[] = [];
  for (const { tool, input } of calls) {
    const found = customTools.find(({ name }) => name === tool);
    if (found === undefined) throw new Error(`The task has no tool ${tool}`);
    try {
      results.push({ result: await found.handler(input) });
    } catch (error) {
      const { message, code } = error as Error & { code?: unknown };
      results.push({ error: message, code });
    }
  }
  return results;
}
