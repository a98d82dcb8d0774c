/** Runs one call of a component over a host, and records whether the guest keeps its side. */
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import type { Imports, Instance, OpenInstance, Rights } from '../host.ts';
import { intercept } from '../intercept.ts';
import { problemOf } from '../values.ts';
import type { WitInterface, WitPackage } from '../wit/types.ts';
import type { GuestExports, Instantiate } from './component.ts';

/** What a guest did in one run. */
export interface GuestRecord {
  /** What it told `tool-host`, in order. */
  answers: readonly GuestAnswer[];
  /** What is wrong with how it behaved. */
  problems: readonly string[];
  /** Resources of which it held handles at the end that it had neither dropped nor given away. */
  held: readonly string[];
  turns: number;
}

/** As `OpenInstance` hosts report it. */
export type GuestAnswer =
  | { kind: 'described'; tools: { name: string; description: string; inputSchema: string }[] }
  | { kind: 'resolved'; output: string }
  | { kind: 'rejected'; failure: { name: string; message: string; code?: string | undefined; properties: string } };

/** How the host behaves within what it may do. */
export interface RunManner {
  /** It calls although nothing is ready, and reports tokens that there are none of. */
  spurious?: boolean | undefined;
}

/** How often in a row a guest may ask to be called at once: more is a loop that eats the processor. */
const MOST_IN_A_ROW = 100_000;
const MOST_SPURIOUS = 50;
const UNKNOWN_TOKEN = 0xffff_fff0;

/** Runs `start` and then the guest's loop, until it is idle. */
export async function runGuest(
  wit: WitPackage,
  open: OpenInstance,
  instantiate: Instantiate,
  rights: Rights,
  start: (exports: GuestExports) => Promise<void>,
  manner: RunManner = {},
): Promise<GuestRecord> {
  const instance = await open(rights);
  const recorder = new Recorder(wit, instance);
  try {
    const exports = await instantiate(recorder.imports);
    await recorder.run(exports, start, manner);
    return recorder.record;
  } finally {
    await instance.dispose();
  }
}

class Recorder {
  readonly imports: Imports;
  readonly #instance: Instance;
  readonly #reactor: WitInterface;
  readonly #problems = new Set<string>();
  readonly #held = new Map<object, string>();
  readonly #watched = new Set<number>();
  #inGuest = false;
  #woken = false;
  #turns = 0;
  #inARow = 0;
  #spurious = 0;

  constructor(wit: WitPackage, instance: Instance) {
    this.#instance = instance;
    this.#reactor = wit.interfaces.get('reactor')!;
    const imports = intercept(
      wit,
      instance.imports,
      (call) => {
        if (!this.#inGuest) this.#problems.add(`calls ${call.id} while it has no turn`);
        const [first, second] = call.args;
        if (call.id.endsWith('reactor-host#watch')) {
          // Its handle is the host's now.
          this.#held.delete(first as object);
          this.#watched.add(Number(second));
        } else if (call.id.endsWith('reactor-host#unwatch')) this.#watched.delete(Number(first));
        else if (call.id.endsWith('reactor-host#wake')) this.#woken = true;
        return call.proceed();
      },
      (resource, home, handle) => this.#hold(`${home.name}#${resource}`, handle),
    );
    this.imports = imports as unknown as Imports;
  }

  #hold(resource: string, handle: object): void {
    this.#held.set(handle, resource);
    const dispose = (handle as Partial<Disposable>)[Symbol.dispose];
    Object.defineProperty(handle, Symbol.dispose, {
      value: () => {
        this.#held.delete(handle);
        dispose?.call(handle);
      },
      configurable: true,
    });
  }

  async run(exports: GuestExports, start: (exports: GuestExports) => Promise<void>, manner: RunManner): Promise<void> {
    let begun = false;
    await this.#instance.run(async (ready): Promise<State> => {
      this.#inGuest = true;
      try {
        if (!begun) {
          begun = true;
          await start(exports);
          return { tag: 'again' };
        }
        this.#turns++;
        this.#woken = false;
        const given = manner.spurious ? Uint32Array.of(UNKNOWN_TOKEN, ...ready) : ready;
        const state = await exports.reactor.turn(given);
        this.#look(state);
        if (manner.spurious && state.tag.startsWith('until') && this.#spurious++ < MOST_SPURIOUS)
          return { tag: 'poll' };
        return state;
      } finally {
        this.#inGuest = false;
      }
    });
  }

  #look(state: State): void {
    const problem = problemOf(state, { name: 'state', of: [] }, this.#reactor, undefined, 'the state');
    if (problem !== undefined) this.#problems.add(problem);
    if (state.tag === 'until-ready' && this.#watched.size === 0 && !this.#woken)
      this.#problems.add('waits for a watch and has none');
    if (state.tag === 'idle' && this.#instance.answers.length === 0 && !this.#woken)
      this.#problems.add('is idle without an answer');
    this.#inARow = state.tag === 'again' || state.tag === 'poll' ? this.#inARow + 1 : 0;
    if (this.#inARow > MOST_IN_A_ROW)
      throw new Error(`the guest asked ${this.#inARow} times in a row to be called at once`);
  }

  get record(): GuestRecord {
    return {
      answers: [...this.#instance.answers] as GuestAnswer[],
      problems: [...this.#problems],
      held: [...this.#held.values()].sort(),
      turns: this.#turns,
    };
  }
}
