/**
 * `node:child_process`: commands of the host, each checked against the token.
 *
 * https://nodejs.org/api/child_process.html
 */
import { ChildProcess } from './internal/child_process/child-process.ts';
import { promisified, execFile as runFile, exec as runLine } from './internal/child_process/exec.ts';
import { fork, spawn } from './internal/child_process/spawn.ts';
import { execFileSync, execSync, spawnSync } from './internal/child_process/spawn-sync.ts';

/** Where `util.promisify` finds the form of a function that gives a promise. */
const promisifyCustom = Symbol.for('nodejs.util.promisify.custom');

function withPromiseForm(run: typeof runLine | typeof runFile): typeof run {
  return Object.defineProperty(run, promisifyCustom, {
    value: promisified(run as (...args: unknown[]) => ChildProcess),
  });
}

const exec = /* @__PURE__ */ withPromiseForm(runLine);
const execFile = /* @__PURE__ */ withPromiseForm(runFile);

export { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
export default { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };
