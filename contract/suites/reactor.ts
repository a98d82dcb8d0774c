import { expect } from 'vitest';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import type { Instance, OpenInstance, Rights } from '../host.ts';
import type { Registrar } from '../registrar.ts';

/** The contract of `zora:node/reactor` and `zora:node/reactor-host`. */
export function reactorContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/reactor', () => {
    let instance: Instance;
    const start = async (rights?: Rights) => {
      instance = await open(rights);
      return instance.imports;
    };
    afterEach(() => instance.dispose());

    /** Answers `states` in turn, and records what was ready. */
    const script = (states: (State | (() => State))[]) => {
      const seen: number[][] = [];
      const turn = async (ready: Uint32Array): Promise<State> => {
        seen.push([...ready]);
        const state = states.shift() ?? { tag: 'idle' };
        return typeof state === 'function' ? state() : state;
      };
      return { seen, turn };
    };

    test('calls until the guest is idle', async () => {
      await start();
      const { seen, turn } = script([{ tag: 'again' }, { tag: 'poll' }, { tag: 'idle' }]);
      expect(await instance.run(turn)).toEqual({ kind: 'idle' });
      expect(seen).toEqual([[], [], []]);
    });

    test('lets other work of the host go on while the guest asks to be called again', async () => {
      await start();
      let ticks = 0;
      const timer = setInterval(() => ticks++, 1);
      const end = Date.now() + 5000;
      await instance.run(async () => (ticks <= 5 && Date.now() < end ? { tag: 'again' } : { tag: 'idle' }));
      clearInterval(timer);
      expect(ticks).toBeGreaterThan(5);
    });

    test('reports a pollable that is ready at the next turn', async () => {
      const imports = await start({ stdin: 'x' });
      const { watch } = imports['zora:node/reactor-host'];
      const { seen, turn } = script([
        () => {
          watch(imports['zora:node/stdio'].getStdin().subscribe(), 42);
          return { tag: 'until-ready' };
        },
      ]);
      await instance.run(turn);
      expect(seen).toEqual([[], [42]]);
    });

    test('fires once, and again after a read that left something or the end', async () => {
      const imports = await start({ stdin: 'abc' });
      const { watch } = imports['zora:node/reactor-host'];
      const stdin = imports['zora:node/stdio'].getStdin();
      const { seen, turn } = script([
        () => {
          watch(stdin.subscribe(), 1);
          return { tag: 'again' };
        },
        { tag: 'again' },
        () => {
          stdin.read(1);
          return { tag: 'until-ready' };
        },
        () => {
          stdin.read(10);
          return { tag: 'until-ready' };
        },
        { tag: 'idle' },
      ]);
      await instance.run(turn);
      expect(seen).toEqual([[], [1], [], [1], [1]]);
    });

    test('delivers what fired in the order of the watches that fired', async () => {
      const imports = await start({ stdin: 'x' });
      const { watch } = imports['zora:node/reactor-host'];
      const { getStdin, getStdout } = imports['zora:node/stdio'];
      const { seen, turn } = script([
        () => {
          watch(getStdout().subscribe(), 9);
          watch(getStdin().subscribe(), 3);
          return { tag: 'until-ready' };
        },
      ]);
      await instance.run(turn);
      expect(seen).toEqual([[], [9, 3]]);
    });

    test('does not report a watch that was ended, nor a token that was replaced', async () => {
      const imports = await start({ stdin: 'x' });
      const { watch, unwatch } = imports['zora:node/reactor-host'];
      const { getStdin, getStdout } = imports['zora:node/stdio'];
      const { seen, turn } = script([
        () => {
          watch(getStdin().subscribe(), 1);
          watch(getStdout().subscribe(), 2);
          watch(getStdout().subscribe(), 2);
          unwatch(1);
          unwatch(77);
          return { tag: 'poll' };
        },
        { tag: 'poll' },
      ]);
      await instance.run(turn);
      expect(seen).toEqual([[], [2], []]);
    });

    test('waits as long as the guest says when nothing is ready', async () => {
      await start();
      const { turn } = script([{ tag: 'until-ready-or', val: 40 }]);
      const before = performance.now();
      await instance.run(turn);
      const waited = performance.now() - before;
      expect(waited).toBeGreaterThan(35);
      expect(waited).toBeLessThan(2000);
    });

    test('takes a wait that is longer than timers are, without firing at once', async () => {
      await start();
      const abort = new AbortController();
      const { seen, turn } = script([{ tag: 'until-ready-or', val: 2 ** 32 - 1 }]);
      const run = instance.run(turn, { signal: abort.signal });
      setTimeout(() => abort.abort(), 30);
      await expect(run).rejects.toThrow();
      expect(seen).toEqual([[]]);
    });

    test('calls again at once after wake, whatever the turn answered', async () => {
      const imports = await start();
      const { wake } = imports['zora:node/reactor-host'];
      const { seen, turn } = script([
        () => {
          wake();
          return { tag: 'idle' };
        },
        () => {
          wake();
          return { tag: 'until-ready' };
        },
      ]);
      expect(await instance.run(turn)).toEqual({ kind: 'idle' });
      expect(seen.length).toBe(3);
    });

    test('stops on abort, while the guest waits and while a turn is suspended', async () => {
      await start();
      const abort = new AbortController();
      setTimeout(() => abort.abort(new Error('enough')), 10);
      await expect(instance.run(async () => ({ tag: 'until-ready' }), { signal: abort.signal })).rejects.toMatchObject({
        code: 'ABORT_ERR',
      });

      await instance.dispose();
      await start();
      const second = new AbortController();
      setTimeout(() => second.abort(), 10);
      await expect(instance.run(() => new Promise(() => {}), { signal: second.signal })).rejects.toMatchObject({
        code: 'ABORT_ERR',
      });
    });

    test('stops when the execution time is used up', async () => {
      await start({ maxExecutionTime: 50 });
      const before = performance.now();
      await expect(instance.run(async () => ({ tag: 'until-ready' }))).rejects.toMatchObject({
        code: 'ERR_EXECUTION_TIMEOUT',
      });
      expect(performance.now() - before).toBeLessThan(2000);
    });

    test('reports a trap as one, with its cause', async () => {
      await start();
      const cause = new RangeError('Maximum call stack size exceeded');
      await expect(instance.run(() => Promise.reject(cause))).rejects.toMatchObject({
        code: 'ERR_GUEST_TRAPPED',
        cause,
      });
    });
  });
}
