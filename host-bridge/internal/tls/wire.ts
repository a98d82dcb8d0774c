import { Duplex } from 'node:stream';
import { InputChannel } from '../input-channel.ts';
import { OutputChannel } from '../output-channel.ts';

/** The transport that Node's TLS sees: records go to the guest and come from it. */
export class Wire extends Duplex {
  /** Records for the peer. */
  readonly toGuest: InputChannel;
  /** Records of the peer. */
  readonly fromGuest: OutputChannel;
  /** Called when what came in has been asked for. */
  #taken: (() => void) | undefined;
  /** Goes on with what is sent when the guest has caught up. */
  #sent: (() => void) | undefined;
  #held = false;

  constructor() {
    super({ allowHalfOpen: true });
    this.toGuest = new InputChannel({
      pause: () => {
        this.#held = true;
      },
      resume: () => {
        this.#held = false;
        this.#goOn();
      },
      // Nobody carries records any more; after their end there is none to carry, while the peer may go on.
      cancel: () => {
        if (!this.writableEnded) this.destroy();
      },
    });
    this.fromGuest = new OutputChannel({
      write: (data, done) => {
        if (this.destroyed || this.push(data)) done();
        else this.#taken = () => done();
      },
      end: (done) => {
        if (!this.destroyed) this.push(null);
        done();
      },
      cancel: () => {
        if (!this.destroyed && !this.readableEnded) this.push(null);
      },
    });
    this.on('error', () => {});
  }

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    // A copy: the encrypter goes on with its buffer.
    this.toGuest.push(new Uint8Array(chunk));
    if (this.#held) this.#sent = done;
    else done();
  }

  override _final(done: () => void): void {
    this.toGuest.end();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.toGuest.end();
    this._read();
    this.#goOn();
    done(error);
  }

  #goOn(): void {
    const sent = this.#sent;
    this.#sent = undefined;
    sent?.();
  }
}
