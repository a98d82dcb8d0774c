import { expect } from 'vitest';
import type * as Workers from '../../host-bridge/wit/zora-node-workers.d.ts';
import {
  asGuest,
  drop,
  errorOf,
  type Imports,
  type Instance,
  type OpenInstance,
  type Ready,
  type Rights,
} from '../host.ts';
import type { Registrar } from '../registrar.ts';

const workersOf = (imports: Imports): typeof Workers => imports['zora:node/workers'];

/** The contract of `zora:node/workers`. */
export function workersContract(open: OpenInstance, { afterEach, describe, test }: Registrar): void {
  describe('zora:node/workers', () => {
    let instance: Instance;
    afterEach(() => instance.dispose());
    const begin = async (rights: Rights = {}): Promise<typeof Workers> => {
      instance = await open(rights);
      return workersOf(instance.imports);
    };
    const message = (text: string, ports: Workers.Port[] = []): Workers.Message => ({ data: Buffer.from(text), ports });
    const textOf = (given: Workers.Message | undefined) => given && Buffer.from(given.data).toString();
    const options = (more: Partial<Workers.Options> = {}): Workers.Options => ({
      argv: ['/worker.js'],
      environment: undefined,
      memory: undefined,
      start: message('start'),
      ...more,
    });
    const next = async (ready: Ready, port: Workers.Port): Promise<Workers.Message> => {
      for (;;) {
        const given = port.receive();
        if (given !== undefined) return given;
        await ready(port.subscribe());
      }
    };
    const ended = async (ready: Ready, worker: Workers.Worker): Promise<Workers.Outcome> => {
      for (;;) {
        const outcome = worker.outcome();
        if (outcome !== undefined) return outcome;
        await ready(worker.subscribe());
      }
    };

    test('a channel gives messages in their order, with the ports that are in them', async () => {
      const { channel } = await begin();
      const seen = await asGuest(instance, async (ready) => {
        const [here, there] = channel();
        const [first, second] = channel();
        expect(there.receive()).toBe(undefined);
        here.post(message('one'));
        here.post(message('two', [second]));
        const one = await next(ready, there);
        const two = await next(ready, there);
        expect(one.ports).toEqual([]);
        first.post(message('through'));
        return [textOf(one), textOf(two), textOf(await next(ready, two.ports[0] as Workers.Port)), there.receive()];
      });
      expect(seen).toEqual(['one', 'two', 'through', undefined]);
    });

    test('the other end is closed by its dropping, when what it sent has been received', async () => {
      const { channel } = await begin();
      await asGuest(instance, async (ready) => {
        const [here, there] = channel();
        here.post(message('last'));
        drop(here);
        expect(there.closed()).toBe(false);
        expect(textOf(there.receive())).toBe('last');
        await ready(there.subscribe());
        expect(there.closed()).toBe(true);
        // What is sent to nobody is lost.
        there.post(message('lost'));
        const [alone, gone] = channel();
        const [left, sent] = channel();
        drop(gone);
        alone.post(message('lost', [sent]));
        expect(left.closed()).toBe(true);
      });
    });

    test('a port that was given away is the giver’s no more', async () => {
      const { channel } = await begin();
      const [here] = channel();
      const [, given] = channel();
      here.post(message('', [given]));
      expect(await errorOf(() => given.post(message('mine')))).toMatchObject({ tag: 'invalid-argument' });
      expect(await errorOf(() => here.post(message('', [given])))).toMatchObject({ tag: 'invalid-argument' });
      expect(given.receive()).toBe(undefined);
      expect(given.closed()).toBe(true);
    });

    test('what is sent in a group goes to every other member', async () => {
      const { join } = await begin();
      const [first, second, third, other] = [join('a'), join('a'), join('a'), join('b')];
      first.post(message('hello'));
      expect([first, second, third, other].map((port) => textOf(port.receive()))).toEqual([
        undefined,
        'hello',
        'hello',
        undefined,
      ]);
      drop(second);
      drop(third);
      expect(first.closed()).toBe(false);
      expect(await errorOf(() => join('x'.repeat(5000)))).toMatchObject({ tag: 'invalid-argument' });
    });

    test('a worker finds what it was started with, and its parent how it ended', async () => {
      const seen: unknown[] = [];
      const { channel, current, start } = await begin({
        worker: async ({ imports }) => {
          const mine = workersOf(imports).current();
          seen.push(mine?.id, textOf(mine?.start), workersOf(imports).current());
          const { getEnvironment, getInfo } = imports['zora:node/system'];
          seen.push(getInfo().argv, getEnvironment());
          mine?.start.ports[0]?.post(message('from the worker'));
          return 7;
        },
      });
      expect(current()).toBe(undefined);
      await asGuest(instance, async (ready) => {
        const [here, there] = channel();
        const worker = start(options({ environment: [['A', 'b']], start: message('start', [there]) }));
        seen.push(worker.id(), worker.outcome());
        expect(await ended(ready, worker)).toEqual({ tag: 'exited', val: 7 });
        seen.push(textOf(await next(ready, here)));
        // What it held is closed.
        expect(here.closed()).toBe(true);
      });
      expect(seen).toEqual([1, undefined, 1, 'start', undefined, ['/worker.js'], [['A', 'b']], 'from the worker']);
    });

    test('a worker can be terminated, and what it held is closed', async () => {
      const { channel, start } = await begin({ worker: () => new Promise(() => {}) });
      await asGuest(instance, async (ready) => {
        const [here, there] = channel();
        const worker = start(options({ start: message('', [there]) }));
        worker.terminate();
        expect(await ended(ready, worker)).toEqual({ tag: 'terminated' });
        worker.terminate();
        await ready(here.subscribe());
        expect(here.closed()).toBe(true);
      });
    });

    test('there are no more workers than the grant allows, and no end of them', async () => {
      const { start } = await begin({ worker: async () => 0, limits: { workers: 2 } });
      await asGuest(instance, async (ready) => {
        for (let round = 0; round < 3; round++) {
          const workers = [start(options()), start(options())];
          expect(await errorOf(() => start(options()))).toMatchObject({
            tag: 'exceeded',
            val: { name: 'workers', maximum: 2 },
          });
          for (const worker of workers) expect(await ended(ready, worker)).toEqual({ tag: 'exited', val: 0 });
        }
      });
    });

    test('a component that evaluates no modules has no workers', async () => {
      const { start } = await begin();
      expect(await errorOf(() => start(options()))).toMatchObject({ tag: 'unsupported' });
    });

    test('a program has so many ports and no more', async () => {
      const { channel } = await begin();
      const code = { tag: 'system', val: { code: 'ENOBUFS' } };
      const error = await errorOf(() => {
        for (let count = 0; count < 20_000; count++) channel();
      });
      expect(error).toMatchObject(code);
    });

    test('so many messages wait and no more', async () => {
      const { channel } = await begin();
      const [here, there] = channel();
      const error = await errorOf(() => {
        for (let count = 0; count < 70_000; count++) here.post(message(''));
      });
      expect(error).toMatchObject({ tag: 'system', val: { code: 'ENOBUFS' } });
      expect(there.receive()).toBeDefined();
      here.post(message('again'));
    });
  });
}
