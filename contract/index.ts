/**
 * `wasi-node/contract`: the contract of the WIT package `zora:node` as tests, for any host and for any component.
 *
 * @example
 * ```ts
 * import { describeContract } from 'wasi-node/contract';
 * describeContract(async (rights) => myHost.open(rights));
 * ```
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, test } from 'vitest';
import { type ContractOptions, declareContract } from './declare.ts';
import type { Instantiate } from './guest/component.ts';
import { declareGuestContract, type GuestOptions } from './guest/declare.ts';
import type { OpenInstance } from './host.ts';
import type { DeclareTest, Registrar } from './registrar.ts';
import { readPackage } from './wit/read.ts';

const vitest: Registrar = {
  describe: (name, body) => void describe(name, body),
  test: test as unknown as DeclareTest,
  beforeAll: (body) => beforeAll(async () => void (await body())),
  afterAll: (body) => afterAll(async () => void (await body())),
  beforeEach: (body) => beforeEach(async () => void (await body())),
  afterEach: (body) => afterEach(async () => void (await body())),
};

/**
 * Declares the contract's tests with vitest.
 *
 * They check each function of each interface that guests import: that it is there, that what it gives is of its WIT
 * type, what it does when it is allowed, when it is denied, with arguments that no shim passes, on a handle that was
 * dropped, at its limits, several times at once, and when its instance goes. A function of the WIT for which one of
 * these was not seen fails by itself (`complete`).
 *
 * @param open makes an instance of the host under test
 */
export function describeContract(open: OpenInstance, options: ContractOptions = {}): void {
  const wit = options.wit ?? readPackage();
  describe(`${wit.name}@${wit.version}`, () => declareContract(open, vitest, { ...options, wit }));
}

/**
 * Declares the contract of guests with vitest: that a component keeps its side of the reactor.
 *
 * It calls the host in its turns only, answers each call once and before it is idle, with states of the WIT's, waits for
 * nothing that it does not watch, bears turns for which nothing is ready, answers a denial with an error, and has dropped at
 * its end what it was given.
 *
 * @param name for the tests' names
 * @param instantiate makes an instance of the component under test
 */
export function describeComponent(name: string, instantiate: Instantiate, options: GuestOptions): void {
  const wit = readPackage();
  describe(`${name}, a guest of ${wit.name}@${wit.version}`, () => declareGuestContract(instantiate, vitest, options));
}

export { type CaseResult, type Collected, collect, type RunOptions } from './collect.ts';
export { ContractViolation } from './coverage.ts';
export { type ContractOptions, declareContract } from './declare.ts';
export type { GuestCall, GuestExports, Instantiate } from './guest/component.ts';
export { declareGuestContract, type GuestOptions } from './guest/declare.ts';
export type { GuestAnswer, GuestRecord } from './guest/run.ts';
export type { Imports, Instance, OpenInstance, Rights, Turn } from './host.ts';
export { type Hook, type HostCall, intercept } from './intercept.ts';
export type { Registrar } from './registrar.ts';
export { type Change, compare, versionProblem } from './versions/compare.ts';
export { type Snapshot, snapshotOf } from './versions/snapshot.ts';
export { parsePackage, readPackage } from './wit/read.ts';
export type { Definition, WitFunction, WitInterface, WitPackage, WitType } from './wit/types.ts';
