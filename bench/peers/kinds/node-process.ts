/** `node -e`: a process for each guest. */
import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { type CpuRun, type Peer, TOOLS, workloadScript } from '../peer.ts';

const print = (code: string) => `process.stdout.write(String(${code}));`;

function start(code: string): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function ended(child: ChildProcessByStdio<null, Readable, null>): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

export const peer: Peer = {
  version: process.version,
  prepare: async () => {},
  async fresh(tool) {
    const child = start(print(TOOLS[tool].code));
    const [answer] = (await once(child.stdout, 'data')) as [Buffer];
    return { answer: answer.toString(), close: () => ended(child) };
  },
  warm: undefined,
  async live() {
    const child = start(`${print(TOOLS.bare.code)} setTimeout(() => {}, 3_600_000);`);
    const [answer] = (await once(child.stdout, 'data')) as [Buffer];
    return {
      answer: answer.toString(),
      close: async () => {
        child.kill('SIGKILL');
        await ended(child);
      },
    };
  },
  async cpu() {
    const source = workloadScript();
    return async (name) => {
      // Four times in one process, of which the best counts: as with the others, the engine has seen the code.
      const code = `${source}; let result; let milliseconds = Infinity;
        for (let i = 0; i < 4; i++) {
          const started = performance.now();
          result = ${name}();
          milliseconds = Math.min(milliseconds, performance.now() - started);
        }
        ${print('JSON.stringify({ result, milliseconds })')}`;
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', code]);
      return JSON.parse(stdout) as CpuRun;
    };
  },
  toolBytes: async () => TOOLS.builtin.code.length,
};
