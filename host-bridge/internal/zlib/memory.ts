/** How much memory a codec may come to hold, by the libraries' own documentation, so that the sum can be limited. */
import { constants } from 'node:zlib';
import { InvalidArgument } from '../../capability/denial.ts';
import type { CodecOptions, Mode } from '../../wit/zora-node-zlib.d.ts';

const KiB = 1024;
const MiB = 1024 * KiB;

/** Preset dictionaries are copied. */
export const MAX_DICTIONARY = 16 * MiB;
/** Larger windows than these are for archives of gigabytes, and take as much memory. */
const MAX_WINDOW_LOG = 27;

/** zlib.h: what deflateInit2 and inflateInit2 allocate. */
function zlibMemory(mode: Mode, { windowBits, memoryLevel }: NonNullable<CodecOptions['zlib']>): number {
  const window = 1 << (windowBits || 15);
  return /^(inflate|gunzip|unzip)/.test(mode) ? window + 48 * KiB : window * 4 + (1 << (memoryLevel + 9));
}

/** zstd's parameters for its levels (lib/compress/clevels.h): tables and window together, rounded up. */
function zstdLevelMemory(level: number): number {
  if (level <= 9) return 24 * MiB;
  if (level <= 15) return 64 * MiB;
  return level <= 19 ? 128 * MiB : 384 * MiB;
}

function zstdMemory(parameters: ReadonlyMap<number, number>, log: (key: number, usual: number) => number): number {
  const { ZSTD_c_hashLog, ZSTD_c_chainLog, ZSTD_c_ldmHashLog, ZSTD_c_windowLog, ZSTD_c_nbWorkers } = constants;
  if (parameters.get(ZSTD_c_nbWorkers)) throw new InvalidArgument('ZSTD_c_nbWorkers: threads are not lent');
  const tables = [ZSTD_c_hashLog, ZSTD_c_chainLog, ZSTD_c_ldmHashLog].map((key) => 4 * 2 ** log(key, 0));
  // Levels below zero arrive as large unsigned numbers; they are the fast ones.
  const level = (parameters.get(constants.ZSTD_c_compressionLevel) ?? constants.ZSTD_CLEVEL_DEFAULT) | 0;
  return zstdLevelMemory(level) + 2 ** log(ZSTD_c_windowLog, 0) + tables.reduce((sum, bytes) => sum + bytes, 0);
}

/**
 * An upper bound of what a codec holds, in bytes.
 * @throws InvalidArgument for a window or dictionary beyond what the host lends
 */
export function codecMemory(mode: Mode, options: CodecOptions): number {
  const dictionary = options.dictionary?.length ?? 0;
  if (dictionary > MAX_DICTIONARY) throw new InvalidArgument(`dictionary: longer than ${MAX_DICTIONARY} bytes`);
  if (options.zlib !== undefined) return dictionary + zlibMemory(mode, options.zlib);
  const parameters = new Map(options.parameters.map(([key, value]) => [key, value >>> 0]));
  const log = (key: number, usual: number): number => {
    // Unset parameters arrive as nothing, and out of range ones are the library's to refuse.
    const value = parameters.get(key) ?? usual;
    if (value > MAX_WINDOW_LOG && value <= 31) {
      throw new InvalidArgument(`window: larger than 2^${MAX_WINDOW_LOG} bytes`);
    }
    return Math.min(value || usual, MAX_WINDOW_LOG);
  };
  switch (mode) {
    case 'brotli-encode':
      return dictionary + 4 * 2 ** log(constants.BROTLI_PARAM_LGWIN, constants.BROTLI_DEFAULT_WINDOW) + MiB;
    case 'brotli-decode': {
      if (parameters.get(constants.BROTLI_DECODER_PARAM_LARGE_WINDOW)) {
        throw new InvalidArgument('BROTLI_DECODER_PARAM_LARGE_WINDOW: windows of up to 1 GiB are not lent');
      }
      return dictionary + 2 ** constants.BROTLI_MAX_WINDOW_BITS;
    }
    case 'zstd-compress':
      return dictionary + zstdMemory(parameters, log);
    default:
      return dictionary + 2 ** log(constants.ZSTD_d_windowLogMax, 23) + MiB;
  }
}
