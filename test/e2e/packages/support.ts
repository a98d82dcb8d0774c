/**
 * What the tests of real packages share. Each program (`programs/<package>.js`) does its package's main job in a folder and gives a
 * result that has a JSON form; it must be what the same program gives in Node itself, as a script and as a tool.
 */
import { mkdtempSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { GrantInput, Sandbox, TokenInput } from '../../../src/index.ts';
import { token } from '../support/sandbox.ts';

/** Runs the program that its first argument names. */
const RUNNER = join(import.meta.dirname, 'run.js');
/** What a script reads beside the programs: the `package.json` above them, and the packages. */
const READABLE = [
  RUNNER,
  join(import.meta.dirname, '../../../package.json'),
  realpathSync(join(import.meta.dirname, '../../../node_modules')),
];

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
  readonly #programs: string;

  /** @param programs the folder of the programs */
  constructor(sandbox: Sandbox, scratch: string, programs: string = join(import.meta.dirname, 'programs')) {
    this.#sandbox = sandbox;
    this.#scratch = scratch;
    this.#programs = programs;
  }

  #fileOf(name: string): string {
    return join(this.#programs, `${name}.js`);
  }

  #folder(): string {
    return mkdtempSync(join(this.#scratch, 'job-'));
  }

  #tokenFor(folder: string, { commands = [], paths = [] }: Rights): TokenInput {
    return token({ allowedPaths: [folder, this.#programs, ...READABLE, ...paths], allowedCommands: commands });
  }

  /** The program's result in Node itself. @param input what it gets beside its folder, here and below */
  async native(name: string, input: object = {}): Promise<unknown> {
    const { job } = (await import(this.#fileOf(name))) as { job(input: { folder: string }): unknown };
    return JSON.parse(JSON.stringify(await job({ folder: this.#folder(), ...input })));
  }

  /** Runs the program as a script. */
  async script(name: string, rights: Rights = {}, input: object = {}): Promise<ScriptEnd> {
    const folder = this.#folder();
    const output = ['', ''];
    const denied = new Set<string>();
    const program = await this.#sandbox.loadScript(RUNNER);
    const code = await program.run({
      token: this.#tokenFor(folder, rights),
      grant: { env: ['PATH', 'HOME'], ...rights.grant },
      args: [this.#fileOf(name), JSON.stringify({ folder, ...input })],
      cwd: folder,
      audit: ({ permission, verdict }) => verdict === 'denied' && denied.add(permission),
      output: (stream, data) => {
        output[stream - 1] += Buffer.from(data).toString();
      },
    });
    return { code, stdout: output[0] ?? '', stderr: output[1] ?? '', denied: [...denied] };
  }

  /** Calls the program as a tool, built into a component. */
  async tool(name: string, rights: Rights = {}, input: object = {}): Promise<unknown> {
    const folder = this.#folder();
    const tool = await this.#sandbox.load(this.#fileOf(name));
    return tool.invoke(
      { folder, ...input },
      { token: this.#tokenFor(folder, rights), grant: { env: ['PATH', 'HOME'], ...rights.grant }, cwd: folder },
    );
  }

  /** The script's result is that of Node. */
  async expectScript(name: string, rights?: Rights, input?: object): Promise<void> {
    const native = await this.native(name, input);
    const { code, stdout, stderr } = await this.script(name, rights, input);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(native);
  }

  /** The tool's result is that of Node. */
  async expectTool(name: string, rights?: Rights, input?: object): Promise<void> {
    const native = await this.native(name, input);
    expect(await this.tool(name, rights, input)).toEqual(native);
  }
}
