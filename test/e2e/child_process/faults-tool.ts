/** Children that misbehave, as a tool's author meets them. Each function is one case; it runs natively as well. */
import { type ChildProcess, exec, execFile, fork, spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a child did, in the order in which the program was told, without what depends on the machine. */
function outcomeOf(child: ChildProcess): Promise<{ events: string[]; stdout: number; stderr: number }> {
  return new Promise((resolve) => {
    const events: string[] = [];
    const sizes = { stdout: 0, stderr: 0 };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Uint8Array) => {
        sizes[name] += chunk.length;
      });
    }
    child.stdin?.on('error', (error: NodeJS.ErrnoException) => events.push(`stdin ${error.code}`));
    child.on('error', (error: NodeJS.ErrnoException) => events.push(`error ${error.code}`));
    child.on('exit', (code, signal) => events.push(`exit ${code} ${signal}`));
    child.on('close', (code, signal) => {
      events.push(`close ${code} ${signal}`);
      resolve({ events, ...sizes });
    });
  });
}

/** The child ends while it is being written to. */
export async function diesWhileWrittenTo() {
  const child = spawn('head', ['-c', '1000']);
  const outcome = outcomeOf(child);
  for (let i = 0; i < 64 && !child.stdin.destroyed; i++) child.stdin.write(Buffer.alloc(65536, 'x'));
  child.stdin.end();
  return outcome;
}

/** The child closes its standard output long before it ends. */
export async function closesStdoutEarly() {
  const child = spawn('sh', ['-c', 'echo early; exec >&-; cat >/dev/null; exit 7']);
  const outcome = outcomeOf(child);
  child.stdout.on('close', () => child.stdin.end('after'));
  return outcome;
}

/** The child does not care about the signal of its time-out. */
export async function ignoresSigterm() {
  const child = spawn('sh', ['-c', 'trap "" TERM; echo ready; while :; do sleep 0.05; done'], { timeout: 500 });
  const outcome = outcomeOf(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await sleep(700);
  const survived = child.exitCode === null && child.signalCode === null;
  child.kill('SIGKILL');
  return { survived, ...(await outcome) };
}

/** The child leaves another one behind, which holds the pipes open. */
export async function leavesDaemon() {
  const child = spawn('sh', ['-c', 'sleep 60 & echo $!']);
  const pid = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data).trim())));
  await new Promise((resolve) => child.on('exit', resolve));
  return { pid: Number(pid), exitCode: child.exitCode };
}

/** The child writes more errors than anybody reads, and output behind them. */
export async function floodsStderr() {
  const child = spawn('sh', ['-c', 'head -c 5000000 /dev/zero >&2; echo done']);
  await sleep(100);
  return outcomeOf(child);
}

/** Everything has happened before anybody listens. */
export async function endsBeforeListeners() {
  const child = spawn('sh', ['-c', 'echo output; exit 3'], { stdio: ['ignore', 'pipe', 'ignore'] });
  spawnSync('sleep', ['0.3']);
  return outcomeOf(child);
}

/** Many children at once, each with its own answer. */
export async function manyAtOnce(count: number) {
  const answers = await Promise.all(
    Array.from(
      { length: count },
      (_, i) =>
        new Promise<string>((resolve, reject) => {
          execFile('echo', [String(i)], (error, stdout) => (error ? reject(error) : resolve(stdout.trim())));
        }),
    ),
  );
  return answers.every((answer, i) => answer === String(i));
}

/** A reader that is slow: the child waits for it, nothing is lost. */
export async function slowReader() {
  const child = spawn('head', ['-c', '3000000', '/dev/zero']);
  let size = 0;
  for await (const chunk of child.stdout) {
    size += (chunk as Uint8Array).length;
    if (size < 1_000_000) await sleep(2);
  }
  return size;
}

/** Ends its input while the pipe is full: all of it arrives. */
export async function endsWhileFull() {
  const lost: number[] = [];
  for (let run = 0; run < 10; run++) {
    const child = spawn('cat');
    let received = 0;
    child.stdout.on('data', (chunk: Uint8Array) => {
      received += chunk.length;
    });
    for (let i = 0; i < 100; i++) child.stdin.write(Buffer.alloc(25_600, 'x'));
    child.stdin.end();
    await new Promise((resolve) => child.on('close', resolve));
    if (received !== 2_560_000) lost.push(2_560_000 - received);
  }
  return lost;
}

/** Streams that are given up in the middle. */
export async function destroysStreams() {
  const child = spawn('yes');
  const outcome = outcomeOf(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  child.stdout.destroy();
  child.stderr.destroy();
  child.stdin.destroy();
  const { events } = await outcome;
  return events;
}

/** Runs until it is stopped from outside. */
export async function runsOn() {
  const child = spawn('sleep', ['300'], { detached: true });
  exec('sleep 300 & sleep 300');
  console.log(child.pid);
  for await (const _ of spawn('yes').stdout) await sleep(1);
}

/** A message channel whose other side ends in the middle of a message. */
export async function channelBreaks(module: string) {
  const child = fork(module, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const events: string[] = [];
  for (const name of ['message', 'disconnect', 'exit'] as const) child.on(name, () => events.push(name));
  await new Promise((resolve) => child.on('close', resolve));
  return { events: events.sort(), connected: child.connected, sent: child.send('late', () => {}) };
}

/** Many children that all talk and all listen: what each got back, and which events it had. */
export async function manyTalking({ children, bytes }: { children: number; bytes: number }) {
  const talk = async (index: number) => {
    const child = spawn('cat', { stdio: ['pipe', 'pipe', 'pipe'] });
    const sent = Buffer.alloc(bytes, `child ${index} `);
    const chunks: Uint8Array[] = [];
    child.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    const events: string[] = [];
    for (const name of ['spawn', 'exit'] as const) child.on(name, () => events.push(name));
    for (const name of ['stdout', 'stderr'] as const) child[name].on('end', () => events.push(`${name} end`)).resume();
    child.stdin.end(sent);
    await new Promise((resolve) => child.on('close', resolve));
    return Buffer.concat(chunks).equals(sent) && [...events.sort(), child.exitCode].join();
  };
  const ends = await Promise.all(Array.from({ length: children }, (_, index) => talk(index)));
  return { ends: [...new Set(ends)], count: ends.length };
}
