/** `zora:node/system`: what a guest may know about the machine and its own invocation. */
import { randomFillSync } from 'node:crypto';
import { EOL } from 'node:os';
import { domainToASCII, domainToUnicode } from 'node:url';
import { WitError } from './internal/wit-error.ts';
import type * as System from './wit/zora-node-system.d.ts';

/** The most random bytes a call, as `crypto.getRandomValues`. */
const MAX_RANDOM_BYTES = 65536;
/** The most bytes that one call decodes. */
const MAX_DECODE_BYTES = 16 * 1024 * 1024;
/** Longer than any host name with every code unit escaped. */
const MAX_DOMAIN_LENGTH = 8192;

/** The facts of one invocation. */
export interface SystemOptions {
  /** The working directory, absolute. */
  cwd: string;
  /** `process.argv` from its second item. */
  argv: readonly string[];
  /** The variables that the grant names, with their values. */
  environment: () => [string, string][];
  /** Bytes of the instance's memory now. */
  memory: () => number;
  /** The grant's limit of it; undefined where there is none. */
  memoryLimit: number | undefined;
  /** Ends the run with a status; it must throw. */
  exit: (code: number) => never;
}

/** The interface for one invocation. */
export function createSystem(options: SystemOptions): typeof System {
  const start = performance.now();
  const cpuAtStart = process.threadCpuUsage();
  const decoders = new Map<string, TextDecoder>();
  return {
    getInfo: () => ({
      platform: process.platform,
      arch: process.arch,
      eol: EOL,
      nodeVersion: process.version,
      versions: Object.entries(process.versions).filter((entry): entry is [string, string] => entry[1] !== undefined),
      execPath: process.execPath,
      cwd: options.cwd,
      argv: [...options.argv],
      pid: process.pid,
      ppid: process.ppid,
      timeOrigin: performance.timeOrigin + start,
      seed: randomFillSync(new BigUint64Array(1))[0]! >> 11n,
    }),
    getEnvironment: options.environment,
    now: () => performance.now() - start,
    getUsage: () => {
      const { user, system } = process.threadCpuUsage(cpuAtStart);
      return { memory: options.memory(), memoryLimit: options.memoryLimit ?? 0, userCpu: user, systemCpu: system };
    },
    randomBytes: (length) => randomFillSync(new Uint8Array(Math.min(length >>> 0, MAX_RANDOM_BYTES))),
    domainToAscii: (domain) => (domain.length > MAX_DOMAIN_LENGTH ? '' : domainToASCII(domain)),
    domainToUnicode: (domain) => (domain.length > MAX_DOMAIN_LENGTH ? '' : domainToUnicode(domain)),
    decode: (label, data, fatal) => decode(decoders, label, data, fatal),
    encodeUtf8: (text) => Buffer.from(text, 'utf8'),
    exit: (code) => options.exit(code | 0),
  };
}

function decode(decoders: Map<string, TextDecoder>, label: string, data: Uint8Array, fatal: boolean): string {
  if (data.length > MAX_DECODE_BYTES) throw new WitError('The data is longer than 16 MiB', 'decode: too long');
  try {
    return decoderFor(decoders, label, fatal).decode(data);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new WitError(message, message, { cause: error });
  }
}

/** Decoders are kept: making one costs more than most of the data. The labels that work are few, so the map is small. */
function decoderFor(decoders: Map<string, TextDecoder>, label: string, fatal: boolean): TextDecoder {
  const key = `${fatal ? '!' : ''}${label}`;
  let decoder = decoders.get(key);
  if (decoder === undefined) {
    decoder = new TextDecoder(label, { fatal, ignoreBOM: true });
    if (decoders.size < 64) decoders.set(key, decoder);
  }
  return decoder;
}
