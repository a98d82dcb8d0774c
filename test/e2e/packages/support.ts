/**
 * What the tests of real packages share. Each program (`programs/<package>.js`) does its package's main job in a folder and gives a
 * result that has a JSON form; it must be what the same program gives in Node itself, as a script and as a tool.
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { GrantInput, Sandbox, TokenInput } from '../../../src/index.ts';
import { token } from '../support/sandbox.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
const RUNNER = join(PROGRAMS, 'run.js');
/** What a script reads: the programs, with the `package.json` above them, and the packages. */
const READABLE = [
  PROGRAMS,
  join(import.meta.dirname, '../../../package.json'),
  realpathSync(join(import.meta.dirname, '../../../node_modules')),
];

const programFile = (name: string): string => join(PROGRAMS, `${name}.js`);

/** What a program may do beside what every script reads. */
export interface Rights {
  commands?: string[];
  paths?: string[];
  grant?: GrantInput;
}

/** How a script ended. */
export interface ScriptEnd {
  code: number;
  stdout: string;
  stderr: string;
  /** The permissions of which one was denied, each once. */
  denied: string[];
}

/** Runs the programs, each in a folder of its own under `scratch`. */
export class PackageRunner {
  readonly #sandbox: Sandbox;
  readonly #scratch: string;

  constructor(sandbox: Sandbox, scratch: string) {
    this.#sandbox = sandbox;
    this.#scratch = scratch;
  }

  #folder(): string {
    return mkdtempSync(join(this.#scratch, 'job-'));
  }

  #tokenFor(folder: string, { commands = [], paths = [] }: Rights): TokenInput {
    return token({ allowedPaths: [folder, ...READABLE, ...paths], allowedCommands: commands });
  }

  /** The program's result in Node itself. */
  async native(name: string): Promise<unknown> {
    const { job } = (await import(programFile(name))) as { job(input: { folder: string }): unknown };
    return JSON.parse(JSON.stringify(await job({ folder: this.#folder() })));
  }

  /** Runs the program as a script. @param input what it gets beside its folder */
  async script(name: string, rights: Rights = {}, input: object = {}): Promise<ScriptEnd> {
    const folder = this.#folder();
    const output = ['', ''];
    const denied = new Set<string>();
    const program = await this.#sandbox.loadScript(RUNNER);
    const code = await program.run({
      token: this.#tokenFor(folder, rights),
      grant: { env: ['PATH', 'HOME'], ...rights.grant },
      args: [name, JSON.stringify({ folder, ...input })],
      cwd: folder,
      audit: ({ permission, verdict }) => verdict === 'denied' && denied.add(permission),
      output: (stream, data) => {
        output[stream - 1] += Buffer.from(data).toString();
      },
    });
    return { code, stdout: output[0] ?? '', stderr: output[1] ?? '', denied: [...denied] };
  }

  /** Calls the program as a tool, built into a component. */
  async tool(name: string, rights: Rights = {}): Promise<unknown> {
    const folder = this.#folder();
    const tool = await this.#sandbox.load(programFile(name));
    return tool.invoke(
      { folder },
      { token: this.#tokenFor(folder, rights), grant: { env: ['PATH', 'HOME'], ...rights.grant }, cwd: folder },
    );
  }

  /** The script's result is that of Node. */
  async expectScript(name: string, rights?: Rights): Promise<void> {
    const [native, { code, stdout, stderr }] = [await this.native(name), await this.script(name, rights)];
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(native);
  }

  /** The tool's result is that of Node. */
  async expectTool(name: string, rights?: Rights): Promise<void> {
    const native = await this.native(name);
    expect(await this.tool(name, rights)).toEqual(native);
  }
}
