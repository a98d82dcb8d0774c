/** The process of one peer: it measures what it is asked to, one question at a time. */
import { setTimeout as wait } from 'node:timers/promises';
import { treeBytes } from './memory.ts';
import { type LiveGuest, type Peer, TOOLS, type ToolName, type Workload } from './peer.ts';

/** What a peer's process is asked. */
export type Question =
  | { op: 'prepare' }
  | { op: 'version' }
  /** Milliseconds of fresh guests, for so long or so many. */
  | { op: 'cold'; tool: ToolName; milliseconds: number; most: number }
  | { op: 'warm'; milliseconds: number; most: number }
  /** Guests that were made, called and ended, so many at a time. @returns a second's */
  | { op: 'throughput'; milliseconds: number; atOnce: number }
  /** Bytes a guest of so many that live at once. */
  | { op: 'memory'; count: number }
  | { op: 'cpu'; workload: Workload; runs: number }
  | { op: 'size' };

/** What it answers with. */
export type Answer = string | number | number[] | { milliseconds: number[]; result: number } | undefined;

const { peer } = (await import(`./kinds/${process.argv[2]}.ts`)) as { peer: Peer };

function check(answer: unknown, tool: ToolName = 'bare'): void {
  if (answer !== TOOLS[tool].answer) throw new Error(`the guest answered ${String(answer)}`);
}

/** Repeats `call`, after some that are not counted. */
async function repeat(milliseconds: number, most: number, call: () => Promise<number>): Promise<number[]> {
  for (let i = 0; i < 2; i++) await call();
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  while (times.length < 3 || (times.length < most && performance.now() < end)) times.push(await call());
  return times;
}

async function coldStart(tool: ToolName): Promise<number> {
  const started = performance.now();
  const guest = await peer.fresh(tool);
  const took = performance.now() - started;
  check(guest.answer, tool);
  await guest.close();
  return took;
}

async function throughput(milliseconds: number, atOnce: number): Promise<number> {
  // As many as will be at once, before: threads and processes that stay are not started for each.
  const first = await Promise.all(Array.from({ length: atOnce }, () => peer.fresh('bare')));
  for (const { close } of first) await close();
  const started = performance.now();
  let count = 0;
  const loop = async () => {
    while (performance.now() - started < milliseconds) {
      const guest = await peer.fresh('bare');
      check(guest.answer);
      await guest.close();
      count++;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, loop));
  return count / ((performance.now() - started) / 1000);
}

async function memory(count: number): Promise<number> {
  // What comes with the first guest is not each one's.
  await peer.live();
  const before = await settledBytes();
  const guests: LiveGuest[] = [];
  // Some at a time: a thousand at once is a test of queues.
  while (guests.length < count) {
    const some = Math.min(10, count - guests.length);
    guests.push(...(await Promise.all(Array.from({ length: some }, () => peer.live()))));
  }
  for (const { answer } of guests) check(answer);
  return ((await settledBytes()) - before) / count;
}

async function settledBytes(): Promise<number> {
  globalThis.gc?.();
  await wait(200);
  globalThis.gc?.();
  return treeBytes(process.pid);
}

let warmCall: (() => Promise<unknown>) | undefined;
let cpu: Awaited<ReturnType<Peer['cpu']>> | undefined;

async function answer(question: Question): Promise<Answer> {
  switch (question.op) {
    case 'prepare':
      return void (await peer.prepare());
    case 'version':
      return peer.version;
    case 'cold':
      return repeat(question.milliseconds, question.most, () => coldStart(question.tool));
    case 'warm': {
      if (peer.warm === undefined) return undefined;
      const call = (warmCall ??= await peer.warm());
      return repeat(question.milliseconds, question.most, async () => {
        if (peer.restMs !== undefined) await wait(peer.restMs);
        const started = performance.now();
        check(await call());
        return performance.now() - started;
      });
    }
    case 'throughput':
      return throughput(question.milliseconds, question.atOnce);
    case 'memory':
      return memory(question.count);
    case 'cpu': {
      cpu ??= await peer.cpu();
      await cpu(question.workload);
      const milliseconds: number[] = [];
      let result = Number.NaN;
      for (let i = 0; i < question.runs; i++) {
        const run = await cpu(question.workload);
        milliseconds.push(run.milliseconds);
        result = run.result;
      }
      return { milliseconds, result };
    }
    case 'size':
      return peer.toolBytes();
  }
}

process.on('message', (question: Question) => {
  answer(question).then(
    (value) => process.send?.({ value }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});
process.on('disconnect', () => process.exit());
