/** Broken hosts: ours, with one rule of the contract broken, and the tests that have to say so. */
import { expect, test } from 'vitest';
import {
  collect,
  declareContract,
  type HostCall,
  type Instance,
  intercept,
  type OpenInstance,
  type Rights,
  readPackage,
} from '../../../contract/index.ts';
import { openOurs } from '../ours.ts';

/** A host with one rule broken. */
export interface Mutant {
  /** What it does wrong. */
  name: string;
  /** The interface whose contract it breaks. */
  interface: string;
  /** Every test that fails has one of these in its name, and each of them fails one. */
  fails: readonly string[];
  break(open: OpenInstance): OpenInstance;
}

/** Tests that take long: they are run where a mutant has to be caught by them. */
const SLOW =
  /many megabytes|large body both ways|what a child left behind|does not answer in time|body that unfolds|that are large come in parts|exactly the most|spawn-sync › ends a child|how it ended|lets a dropped child|reach into directories|does not read its input|one another’s|minutes or gigabytes|with RSA|keys by what they are/;

const wit = readPackage();

/** Declares a test for each: the contract's tests of its interface, run as plain functions, fail where they should. */
export function testMutants(mutants: readonly Mutant[]): void {
  test.each(mutants.map((mutant) => [mutant.interface, mutant.name, mutant] as const))(
    '%s: %s',
    async (_, __, mutant) => {
      const contract = collect((registrar) =>
        declareContract(mutant.break(openOurs()), registrar, { interfaces: [mutant.interface] }),
      );
      const expected = (name: string) => mutant.fails.some((part) => name.includes(part));
      // What is missing at the end follows from what failed before.
      const others = (name: string) => !expected(name) && !name.startsWith('complete') && !SLOW.test(name);
      const results = [
        ...(await contract.run({ only: others })),
        // What fails may do so by never ending.
        ...(await contract.run({ only: expected, timeoutMs: 500 })),
      ];
      const failed = results.filter(({ error }) => error !== undefined).map(({ name }) => name);
      for (const part of mutant.fails) expect(failed.join('\n'), `nothing failed that says: ${part}`).toContain(part);
      expect(failed.filter((name) => !expected(name))).toEqual([]);
      expect(results.length).toBeGreaterThan(failed.length);
    },
  );
}

/** Ours with other rights than those that it was given. */
export const withRights =
  (change: (rights: Rights) => Rights): Mutant['break'] =>
  (open) =>
  (rights = {}) =>
    open(change(rights));

/** Ours with one function replaced; its name is `io#[method]input-stream.read`. */
export const onCall =
  (id: string, replace: (call: HostCall) => unknown): Mutant['break'] =>
  (open) =>
  async (rights) => {
    const instance = await open(rights);
    const full = `${wit.name}/${id}`;
    const imports = intercept(wit, instance.imports, (call) => (call.id === full ? replace(call) : call.proceed()));
    return { ...view(instance), imports: imports as unknown as Instance['imports'] };
  };

/** Ours with the value of one function changed. */
export const onResult = <T>(id: string, change: (value: T, call: HostCall) => unknown): Mutant['break'] =>
  onCall(id, (call) => {
    const value = call.proceed();
    return value instanceof Promise ? value.then((result) => change(result, call)) : change(value as T, call);
  });

/** Ours with the WIT error of one function changed; undefined lets it succeed with `instead`. */
export const onError = (
  id: string,
  change: (payload: { tag: string; val?: unknown }) => unknown,
  instead?: (call: HostCall) => unknown,
): Mutant['break'] => {
  const caught = (error: unknown, call: HostCall): unknown => {
    if (typeof error !== 'object' || error === null || !('payload' in error)) throw error;
    const payload = change(error.payload as { tag: string });
    if (payload === undefined) return instead?.(call);
    throw Object.assign(new Error('changed'), { payload });
  };
  return onCall(id, (call) => {
    try {
      const value = call.proceed();
      return value instanceof Promise ? value.catch((error: unknown) => caught(error, call)) : value;
    } catch (error) {
      return caught(error, call);
    }
  });
};

/** Ours with handles of a resource that dropping does not close. */
export const undroppable =
  (resource: string): Mutant['break'] =>
  (open) =>
  async (rights) => {
    const instance = await open(rights);
    const imports = intercept(
      wit,
      instance.imports,
      (call) => call.proceed(),
      (name, _, handle) => {
        if (name === resource) Object.defineProperty(handle, Symbol.dispose, { value() {} });
      },
    );
    return { ...view(instance), imports: imports as unknown as Instance['imports'] };
  };

/** Ours with another way of running, writing or ending. */
export const onInstance =
  (change: (instance: Instance) => Partial<Instance>): Mutant['break'] =>
  (open) =>
  async (rights) => {
    const instance = await open(rights);
    return { ...view(instance), ...change(instance) };
  };

function view(instance: Instance): Instance {
  return {
    imports: instance.imports,
    run: (turn, options) => instance.run(turn, options),
    written: (stream) => instance.written(stream),
    get answers() {
      return instance.answers;
    },
    dispose: () => instance.dispose(),
  };
}
