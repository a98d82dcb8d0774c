import { ERR_INVALID_THIS, ERR_MISSING_ARGS } from '../errors.ts';
import {
  cloneSymbol,
  type Inspect,
  type InspectOptions,
  inspectAs,
  inspectSymbol,
  webInterface,
} from '../web-class.ts';
import { Blob, type BlobOptions, type BlobPart } from './blob.ts';

/** Options of `new File`. */
export interface FileOptions extends BlobOptions {
  lastModified?: number;
}

/**
 * A blob with a name.
 * https://nodejs.org/api/buffer.html#class-file
 */
export class File extends Blob {
  readonly #name: string;
  readonly #lastModified: number;

  constructor(bits: Iterable<BlobPart>, name: string, options: FileOptions = {}) {
    if (arguments.length < 2) throw new ERR_MISSING_ARGS('fileBits', 'fileName');
    super(bits, options);
    const { lastModified } = options ?? {};
    this.#name = `${name}`.toWellFormed();
    this.#lastModified = lastModified === undefined ? Date.now() : Math.trunc(+lastModified) || 0;
  }

  get name(): string {
    if (!(#name in this)) throw new ERR_INVALID_THIS('File');
    return this.#name;
  }

  /** Milliseconds since the Unix epoch. */
  get lastModified(): number {
    if (!(#name in this)) throw new ERR_INVALID_THIS('File');
    return this.#lastModified;
  }

  override [cloneSymbol](): File {
    const { name, type, lastModified } = this;
    return new File([this], name, { type, lastModified });
  }

  override [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string {
    const { size, type, name, lastModified } = this;
    return inspectAs('File', { size, type, name, lastModified }, depth, options, inspect);
  }
}

webInterface(File, 'name', 'lastModified');
