/** An answer on its way to the handler of an `undici` request, held back while the handler is paused. */
import { Buffer } from '../../buffer.ts';
import { type ClientView, endResponse, passData, startResponse, type UndiciRequest } from './client-view.ts';

/** Header fields as pairs. */
export type Fields = readonly (readonly [string, string])[];

/** Pairs as undici's raw list: name, value, name, value, … in bytes. */
export function rawHeaders(fields: Fields): Buffer[] {
  return fields.flatMap(([name, value]) => [Buffer.from(name, 'latin1'), Buffer.from(value, 'latin1')]);
}

/** Takes the parts of one answer in their order; each promise resolves when the handler wants the next one. */
export class AnswerSink {
  readonly #request: UndiciRequest;
  readonly #view: ClientView;
  #size = 0;
  #waiting: (() => void) | undefined;

  constructor(request: UndiciRequest, view: ClientView) {
    this.#request = request;
    this.#view = view;
  }

  async start(status: number, fields: Fields, statusText: string): Promise<void> {
    await this.#pass(() => startResponse(this.#request, status, rawHeaders(fields), this.#resume, statusText));
  }

  /** Throws ResponseExceededMaxSizeError where the client has a limit. */
  async data(bytes: Uint8Array): Promise<void> {
    this.#size += bytes.length;
    const { maxResponseSize } = this.#view;
    if (maxResponseSize > -1 && this.#size > maxResponseSize) throw this.#view.error('ResponseExceededMaxSizeError');
    await this.#pass(() => passData(this.#request, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)));
  }

  end(trailers: Fields): void {
    if (!this.#request.aborted) endResponse(this.#request, rawHeaders(trailers));
  }

  async #pass(call: () => boolean): Promise<void> {
    if (this.#request.aborted) return;
    const resumed = Promise.withResolvers<void>();
    this.#waiting = resumed.resolve;
    const goOn = call();
    if (!goOn && !this.#request.aborted) await resumed.promise;
  }

  /** Lets a paused answer go on; also after an abort, so that nobody waits for ever. */
  readonly #resume = (): void => {
    this.#waiting?.();
  };

  release(): void {
    this.#resume();
  }
}
