/** Guests that break one rule of their side each: the contract of guests says so, where it is broken. */
import { expect, test } from 'vitest';
import {
  collect,
  declareGuestContract,
  type GuestExports,
  type Imports,
  type Instantiate,
} from '../../contract/index.ts';
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import { openOurs } from './ours.ts';

/** A guest in JavaScript, without a component around it: it runs `echo` and answers with what that wrote. */
class Guest implements GuestExports {
  protected readonly imports: Imports;
  protected answered = false;
  protected running: { close(): void; stdout: Stream } | undefined;
  protected text = '';

  constructor(imports: Imports) {
    this.imports = imports;
  }

  readonly tool = {
    describe: async (): Promise<void> => this.describe(),
    invoke: async (name: string): Promise<void> => this.invoke(name),
  };
  readonly reactor = { turn: async (ready: Uint32Array): Promise<State> => this.turn([...ready]) };

  protected describe(): void {
    this.answered = true;
    this.imports['zora:node/tool-host'].described([{ name: 'echo', description: 'echoes', inputSchema: '{}' }]);
  }

  protected async invoke(name: string): Promise<void> {
    if (name !== 'echo') return this.reject('ERR_UNKNOWN_TOOL');
    const { spawn } = this.imports['zora:node/child-process'];
    try {
      const child = await spawn(
        { tag: 'program', val: { file: 'echo', args: ['hello'] } },
        {
          stdio: [{ tag: 'ignore' }, { tag: 'pipe' }, { tag: 'ignore' }],
          detached: false,
          timeoutMs: 0,
          killSignal: 'SIGTERM',
          advancedSerialization: false,
        },
      );
      const stdout = child.input(1) as Stream;
      this.running = { stdout, close: () => this.drop([stdout, child]) };
      this.watch(stdout);
    } catch {
      this.reject('ERR_ACCESS_DENIED');
    }
  }

  protected turn(ready: number[]): State {
    if (this.running !== undefined && ready.includes(1)) this.read(this.running);
    return this.running === undefined ? { tag: 'idle' } : { tag: 'until-ready' };
  }

  protected watch(stdout: Stream): void {
    this.imports['zora:node/reactor-host'].watch(stdout.subscribe(), 1);
  }

  protected read({ stdout, close }: NonNullable<typeof this.running>): void {
    try {
      for (let chunk = stdout.read(100); chunk.length > 0; chunk = stdout.read(100)) this.text += Buffer.from(chunk);
    } catch {
      this.imports['zora:node/reactor-host'].unwatch(1);
      close();
      this.running = undefined;
      this.resolve();
    }
  }

  protected drop(handles: object[]): void {
    for (const handle of handles) (handle as Partial<Disposable>)[Symbol.dispose]?.();
  }

  protected resolve(): void {
    this.imports['zora:node/tool-host'].resolve(JSON.stringify(this.text));
  }

  protected reject(code: string): void {
    this.imports['zora:node/tool-host'].reject({ name: 'Error', message: code, code, properties: '{}' });
  }
}

type Stream = ReturnType<Imports['zora:node/stdio']['getStdin']>;

async function failuresOf(instantiate: Instantiate): Promise<string[]> {
  const rights = { allowedCommands: ['echo'] };
  const contract = collect((registrar) =>
    declareGuestContract(instantiate, registrar, {
      open: openOurs(),
      answered: [{ title: 'echo', input: {}, rights }],
      denied: [{ title: 'echo', input: {} }],
    }),
  );
  const results = await contract.run({ timeoutMs: 500 });
  return results.filter(({ error }) => error !== undefined).map(({ name }) => name);
}

test('a guest that keeps its side passes', async () => {
  expect(await failuresOf((imports) => new Guest(imports))).toEqual([]);
});

const ONCE = 'answers once';
const ALL = [ONCE, 'bears turns'];

test.each<[string, string[], new (imports: Imports) => Guest]>([
  [
    'answers twice',
    [...ALL, 'keeps instances apart'],
    class extends Guest {
      protected override resolve(): void {
        super.resolve();
        super.resolve();
      }
    },
  ],
  [
    'never answers',
    [...ALL, 'keeps instances apart'],
    class extends Guest {
      protected override resolve(): void {}
    },
  ],
  [
    'answers with what is no JSON',
    [ONCE],
    class extends Guest {
      protected override resolve(): void {
        this.imports['zora:node/tool-host'].resolve(this.text);
      }
    },
  ],
  [
    'describes itself twice',
    ['needs no rights'],
    class extends Guest {
      protected override describe(): void {
        super.describe();
        super.describe();
      }
    },
  ],
  [
    'has two tools of one name',
    ['needs no rights'],
    class extends Guest {
      protected override describe(): void {
        const tool = { name: 'echo', description: '', inputSchema: '' };
        this.imports['zora:node/tool-host'].described([tool, tool]);
      }
    },
  ],
  [
    'keeps what it was given',
    ['has let go of everything'],
    class extends Guest {
      protected override drop(): void {}
    },
  ],
  [
    'waits for what it does not watch',
    [...ALL, 'has let go of everything', 'keeps instances apart'],
    class extends Guest {
      protected override watch(): void {}
    },
  ],
  [
    'answers with a state that there is not',
    [
      'needs no rights',
      ONCE,
      'bears turns',
      'answers a denial',
      'no tool of another name',
      'keeps instances apart',
      'has let go',
    ],
    class extends Guest {
      protected override turn(ready: number[]): State {
        const state = super.turn(ready);
        return state.tag === 'idle' ? ({ tag: 'finished' } as unknown as State) : state;
      }
    },
  ],
  [
    'is called again and again',
    [...ALL, 'has let go of everything', 'keeps instances apart'],
    class extends Guest {
      protected override turn(): State {
        return this.running === undefined ? { tag: 'idle' } : { tag: 'again' };
      }
    },
  ],
  [
    'falls over a token that it never gave',
    ['bears turns'],
    class extends Guest {
      protected override turn(ready: number[]): State {
        if (ready.some((token) => token !== 1)) throw new RangeError('no such token');
        return super.turn(ready);
      }
    },
  ],
  [
    'takes every token for its own',
    ['bears turns'],
    class extends Guest {
      protected override turn(ready: number[]): State {
        if (this.running !== undefined && ready.some((token) => token !== 1)) {
          this.running.close();
          this.running = undefined;
          this.reject('ERR_NOTHING');
        }
        return super.turn(ready);
      }
    },
  ],
  [
    'hides a denial',
    ['answers a denial'],
    class extends Guest {
      protected override reject(code: string): void {
        super.reject(code === 'ERR_ACCESS_DENIED' ? 'ERR_FAILED' : code);
      }
    },
  ],
  [
    'takes a denial for an answer',
    ['answers a denial', 'no tool of another name'],
    class extends Guest {
      protected override reject(): void {
        this.resolve();
      }
    },
  ],
  [
    'calls the host outside of its turns',
    [ONCE],
    class extends Guest {
      protected override turn(ready: number[]): State {
        const state = super.turn(ready);
        // After the promises that end the turn.
        if (state.tag === 'until-ready') process.nextTick(() => this.imports['zora:node/system'].now());
        return state;
      }
    },
  ],
])('a guest that %s is caught', async (_, expected, Broken) => {
  const failed = await failuresOf((imports) => new Broken(imports));
  for (const part of expected) expect(failed.join('\n')).toContain(part);
  expect(
    failed.filter(
      (name) => ![...expected, ...(expected.includes(ONCE) ? ALL : [])].some((part) => name.includes(part)),
    ),
  ).toEqual([]);
});
