import type { State } from '../../../host-bridge/wit/zora-node-reactor.d.ts';
import { type Mutant, onCall, onError, onInstance, onResult, undroppable, withRights } from './mutant.ts';

const without = <T extends object>(value: T, key: keyof T): T => {
  const { [key]: _, ...rest } = value;
  return rest as T;
};

/** Broken streams, loops and facts. */
export const streamMutants: readonly Mutant[] = [
  {
    name: 'read gives more than it was asked for',
    interface: 'io',
    fails: ['reads no more than it was asked for', 'one and the same standard input'],
    break: onCall('io#[method]input-stream.read', ({ self, args, proceed }) => proceed(self, [Number(args[0]) + 1])),
  },
  {
    name: 'read gives more than 1 MiB at a time',
    interface: 'io',
    fails: ['reads at most 1 MiB at a time'],
    break: onResult<Uint8Array>('io#[method]input-stream.read', (chunk, { args, proceed }) =>
      Number(args[0]) < 2 ** 31 || chunk.length < 1000
        ? chunk
        : Buffer.concat([chunk.slice(), proceed() as Uint8Array, proceed() as Uint8Array]),
    ),
  },
  {
    name: 'the end of a stream is an empty list',
    interface: 'io',
    fails: [
      'reads what is there',
      'reads at most 1 MiB',
      'one and the same standard input',
      'no input',
      'dropped › zora:node/io#[method]input-stream.read',
    ],
    break: onError(
      'io#[method]input-stream.read',
      () => undefined,
      () => new Uint8Array(),
    ),
  },
  {
    name: 'the end of a stream is a failure of the system',
    interface: 'io',
    fails: ['reads what is there', 'reads at most 1 MiB', 'one and the same standard input', 'no input'],
    break: onError('io#[method]input-stream.read', () => ({
      tag: 'failed',
      val: { code: 'EIO', syscall: 'read', message: '' },
    })),
  },
  {
    name: 'the error of a stream is none of the WIT',
    interface: 'io',
    fails: [
      'reads what is there',
      'reads at most 1 MiB',
      'one and the same standard input',
      'no input',
      'dropped › zora:node/io#[method]input-stream.read',
    ],
    break: onError('io#[method]input-stream.read', () => ({ tag: 'ended' })),
  },
  {
    name: 'read gives an array of numbers',
    interface: 'io',
    fails: ['reads what is there', 'reads no more', 'reads at most 1 MiB', 'one and the same standard input'],
    break: onResult<Uint8Array>('io#[method]input-stream.read', (chunk) => [...chunk.subarray(0, 100)]),
  },
  {
    name: 'a stream that was dropped is still read',
    interface: 'io',
    fails: ['one and the same standard input'],
    break: undroppable('input-stream'),
  },
  {
    name: 'a pollable is never ready',
    interface: 'io',
    fails: ['says that it is at its end', 'no input', 'takes nothing after its end'],
    break: onResult('io#[method]pollable.ready', () => false),
  },
  {
    name: 'write takes more than 1 MiB',
    interface: 'io',
    fails: ['refuses a write of more than 1 MiB', 'dropped › zora:node/io#[method]output-stream.write'],
    break: onCall('io#[method]output-stream.write', ({ self, args: [data], proceed }) => {
      const bytes = data as Uint8Array;
      let room: unknown;
      for (let at = 0; at < bytes.length; at += 65536)
        room = proceed(self, [new Uint8Array(bytes.subarray(at, at + 65536))]);
      return room;
    }),
  },
  {
    name: 'write loses the last byte',
    interface: 'io',
    fails: [
      'writes in order',
      'pushes back',
      'refuses a write of more than 1 MiB',
      'takes nothing after its end',
      'stops at the limit',
    ],
    break: onCall('io#[method]output-stream.write', ({ self, args: [data], proceed }) =>
      proceed(self, [(data as Uint8Array).slice(0, -1)]),
    ),
  },
  {
    name: 'writing after the end is taken in silence',
    interface: 'io',
    fails: [
      'takes nothing after its end',
      'stops at the limit',
      'refuses a write of more than 1 MiB',
      'dropped › zora:node/io#[method]output-stream.write',
    ],
    break: onError('io#[method]output-stream.write', () => undefined),
  },
  {
    name: 'flushed never comes true',
    interface: 'io',
    fails: ['pushes back', 'refuses a write of more than 1 MiB', 'takes nothing after its end', 'writes in order'],
    break: onResult('io#[method]output-stream.flushed', () => false),
  },
  {
    name: 'the limit of output is not kept',
    interface: 'stdio',
    fails: ['stops at the limit'],
    break: withRights((rights) => without(rights, 'limits')),
  },
  {
    name: 'the facts of the terminal are words',
    interface: 'stdio',
    fails: ['says what the streams are connected to'],
    break: onResult<object>('stdio#get-terminal', (terminal) => ({ ...terminal, colorDepth: 'deep' })),
  },
  {
    name: 'a watch is reported by another token',
    interface: 'reactor-host',
    fails: ['reports a pollable', 'fires once', 'in the order of the watches', 'a watch that was ended'],
    break: onCall('reactor-host#watch', ({ self, args: [pollable, token], proceed }) =>
      proceed(self, [pollable, Number(token) + 1]),
    ),
  },
  {
    name: 'a watch never fires',
    interface: 'reactor-host',
    fails: ['reports a pollable', 'fires once', 'in the order of the watches', 'a watch that was ended'],
    break: onCall('reactor-host#watch', () => undefined),
  },
  {
    name: 'unwatch is not heard',
    interface: 'reactor-host',
    fails: ['a watch that was ended'],
    break: onCall('reactor-host#unwatch', () => undefined),
  },
  {
    name: 'wake is not heard',
    interface: 'reactor-host',
    fails: ['calls again at once after wake'],
    break: onCall('reactor-host#wake', () => undefined),
  },
  {
    name: 'what fired is reported in another order',
    interface: 'reactor-host',
    fails: ['in the order of the watches'],
    break: onInstance(({ run }) => ({ run: (turn, options) => run((ready) => turn(ready.toReversed()), options) })),
  },
  {
    name: 'what fired is reported twice',
    interface: 'reactor-host',
    fails: ['reports a pollable', 'fires once', 'in the order of the watches', 'a watch that was ended'],
    break: onInstance(({ run }) => ({
      run: (turn, options) => run((ready) => turn(Uint32Array.from([...ready, ...ready])), options),
    })),
  },
  {
    name: 'the guest is called after it was idle',
    interface: 'reactor-host',
    fails: [
      'calls until the guest is idle',
      'reports a pollable',
      'fires once',
      'in the order of the watches',
      'a watch that was ended',
      'calls again at once after wake',
    ],
    break: onInstance(({ run }) => ({
      async run(turn, options) {
        const end = await run(turn, options);
        await turn(new Uint32Array());
        return end;
      },
    })),
  },
  {
    name: 'a wait is not waited for',
    interface: 'reactor-host',
    fails: ['waits as long as the guest says', 'a wait that is longer'],
    break: onInstance(({ run }) => ({
      run: (turn, options) =>
        run(async (ready): Promise<State> => {
          const state = await turn(ready);
          return state.tag === 'until-ready-or' ? { tag: 'poll' } : state;
        }, options),
    })),
  },
  {
    name: 'an abort is not heard',
    interface: 'reactor-host',
    fails: ['stops on abort', 'a wait that is longer'],
    break: onInstance(({ run }) => ({ run: (turn) => run(turn) })),
  },
  {
    name: 'a trap is the end of the program',
    interface: 'reactor-host',
    fails: ['reports a trap', 'stops on abort', 'execution time is used up', 'a wait that is longer'],
    break: onInstance(({ run }) => ({ run: (turn, options) => run(turn, options).catch(() => ({ kind: 'idle' })) })),
  },
  {
    name: 'the time of the token does not run out',
    interface: 'reactor-host',
    fails: ['execution time is used up'],
    break: withRights((rights) => without(rights, 'maxExecutionTime')),
  },
  {
    name: 'exit comes back',
    interface: 'system',
    fails: ['ends the run with the status'],
    break: onCall('system#exit', () => undefined),
  },
  {
    name: 'the status of exit is lost',
    interface: 'system',
    fails: ['ends the run with the status'],
    break: onCall('system#exit', ({ self, proceed }) => proceed(self, [0])),
  },
  {
    name: 'all variables of the host are shown',
    interface: 'system',
    fails: ['the variables that the grant names'],
    break: withRights((rights) => ({ ...rights, env: Object.keys(rights.hostEnv ?? {}) })),
  },
  {
    name: 'every instance has the same seed',
    interface: 'system',
    fails: ['another seed'],
    break: onResult<object>('system#get-info', (info) => ({ ...info, seed: 4n })),
  },
  {
    name: 'a 64-bit number is a Number',
    interface: 'system',
    fails: ['another seed', 'facts of the invocation'],
    break: onResult<object>('system#get-info', (info) => ({ ...info, seed: 4 })),
  },
  {
    name: 'the arguments are cut',
    interface: 'system',
    fails: ['facts of the invocation'],
    break: onResult<{ argv: string[] }>('system#get-info', (info) => ({ ...info, argv: info.argv.slice(1) })),
  },
  {
    name: 'random bytes are not random',
    interface: 'system',
    fails: ['random bytes'],
    break: onResult<Uint8Array>('system#random-bytes', (bytes) => bytes.fill(4)),
  },
  {
    name: 'random bytes are not limited',
    interface: 'system',
    fails: ['random bytes'],
    break: onCall('system#random-bytes', ({ args: [length] }) => new Uint8Array(Math.min(Number(length), 2 ** 20))),
  },
  {
    name: 'the clock stands still',
    interface: 'system',
    fails: ['a clock that runs forward'],
    break: onResult('system#now', () => 1),
  },
  {
    name: 'malformed text is decoded',
    interface: 'system',
    fails: ['reports malformed data'],
    break: onCall('system#decode', ({ self, args: [label, data], proceed }) => proceed(self, [label, data, false])),
  },
];
