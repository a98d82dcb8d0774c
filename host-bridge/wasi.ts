/**
 * The WASI 0.2 functions that the guest's engine itself imports, with nothing behind them: no arguments, no variables,
 * no folders, closed input, output into a sink. Clocks and random numbers are the host's.
 *
 * They are written here, and not taken from `@bytecodealliance/preview2-shim`, because importing that package starts a
 * worker thread for its blocking I/O (20 ms and a thread in every process), and its `exit` ends the host process. Its
 * types say what the interfaces are.
 */
import { randomFillSync } from 'node:crypto';
import type * as Environment from '@bytecodealliance/preview2-shim/interfaces/wasi-cli-environment';
import type * as Exit from '@bytecodealliance/preview2-shim/interfaces/wasi-cli-exit';
import type * as MonotonicClock from '@bytecodealliance/preview2-shim/interfaces/wasi-clocks-monotonic-clock';
import type * as WallClock from '@bytecodealliance/preview2-shim/interfaces/wasi-clocks-wall-clock';
import type * as Preopens from '@bytecodealliance/preview2-shim/interfaces/wasi-filesystem-preopens';
import type * as Insecure from '@bytecodealliance/preview2-shim/interfaces/wasi-random-insecure';
import type * as InsecureSeed from '@bytecodealliance/preview2-shim/interfaces/wasi-random-insecure-seed';
import type * as Random from '@bytecodealliance/preview2-shim/interfaces/wasi-random-random';
import { EngineInput, EngineOutput, EnginePollable, type EngineSink, IoError, poll } from './internal/wasi/streams.ts';

/** The most random bytes a call. */
const MAX_RANDOM = 65536n;

/** Resource types of which this host has no instance. */
class Descriptor {}
class DirectoryEntryStream {}
class TerminalInput {}
class TerminalOutput {}

const environment: typeof Environment = {
  getEnvironment: () => [],
  getArguments: () => [],
  initialCwd: () => undefined,
};

const monotonicClock: typeof MonotonicClock = {
  now: () => process.hrtime.bigint(),
  resolution: () => 1n,
  subscribeInstant: () => new EnginePollable(),
  subscribeDuration: () => new EnginePollable(),
};

const wallClock: typeof WallClock = {
  now: () => {
    const milliseconds = Date.now();
    return { seconds: BigInt(Math.floor(milliseconds / 1000)), nanoseconds: (milliseconds % 1000) * 1_000_000 };
  },
  resolution: () => ({ seconds: 0n, nanoseconds: 1_000_000 }),
};

const randomU64 = (): bigint => randomFillSync(new BigUint64Array(1))[0]!;
const randomBytes = (length: bigint): Uint8Array =>
  randomFillSync(new Uint8Array(Number(length > MAX_RANDOM ? MAX_RANDOM : length)));

const random: typeof Random = { getRandomBytes: randomBytes, getRandomU64: randomU64 };
const insecure: typeof Insecure = { getInsecureRandomBytes: randomBytes, getInsecureRandomU64: randomU64 };
const insecureSeed: typeof InsecureSeed = { insecureSeed: () => [randomU64(), randomU64()] };
const preopens: typeof Preopens = { getDirectories: () => [] };

/** What is the same for every instance. */
const common = {
  'wasi:cli/environment': environment,
  'wasi:cli/stdin': { getStdin: () => new EngineInput() },
  'wasi:cli/terminal-input': { TerminalInput },
  'wasi:cli/terminal-output': { TerminalOutput },
  'wasi:cli/terminal-stdin': { getTerminalStdin: () => undefined },
  'wasi:cli/terminal-stdout': { getTerminalStdout: () => undefined },
  'wasi:cli/terminal-stderr': { getTerminalStderr: () => undefined },
  'wasi:clocks/monotonic-clock': monotonicClock,
  'wasi:clocks/wall-clock': wallClock,
  'wasi:filesystem/preopens': preopens,
  'wasi:filesystem/types': { Descriptor, DirectoryEntryStream, filesystemErrorCode: () => undefined },
  'wasi:io/error': { Error: IoError },
  'wasi:io/poll': { Pollable: EnginePollable, poll },
  'wasi:io/streams': { InputStream: EngineInput, OutputStream: EngineOutput },
  'wasi:random/insecure': insecure,
  'wasi:random/insecure-seed': insecureSeed,
  'wasi:random/random': random,
};

/** What an instance's engine may reach. */
export interface EngineOptions {
  /** Takes what the engine prints (a panic's message); absent: it is dropped. */
  output?: EngineSink | undefined;
  /** The engine's wish to end with a status; it must throw. */
  exit: (code: number) => never;
}

/** The import object of one instance's engine, its names without versions. Costs no system call. */
export function createWasiImports(options: EngineOptions) {
  const { output = () => {}, exit } = options;
  const cliExit: typeof Exit = { exit: (status) => exit(status.tag === 'ok' ? 0 : 1) };
  return {
    ...common,
    'wasi:cli/exit': cliExit,
    'wasi:cli/stdout': { getStdout: () => new EngineOutput(output) },
    'wasi:cli/stderr': { getStderr: () => new EngineOutput(output) },
  };
}
