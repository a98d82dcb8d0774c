import { Duplex } from 'node:stream';
import { InputChannel } from '../input-channel.ts';
import { OutputChannel } from '../output-channel.ts';

/** The transport that Node's TLS sees: records go to the guest and come from it. */
export class Wire extends Duplex {
  /** Records for the peer. */
  readonly toGuest: InputChannel;
  /** Records of the peer. */
  readonly fromGuest: OutputChannel;
  /** What came in and has not been asked for yet. */
  #incoming: { data: Uint8Array; done: () => void }[] = [];
  #wanted = false;
  #ended = false;
  #told = false;
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
        this.#incoming.push({ data, done: () => done() });
        this.#deliver();
      },
      end: (done) => {
        this.#ended = true;
        this.#deliver();
        done();
      },
      cancel: () => {
        this.#ended = true;
        this.#deliver();
      },
    });
    this.on('error', () => {});
  }

  override _read(): void {
    this.#wanted = true;
    this.#deliver();
  }

  /** Hands on what came in, as far as it is asked for, and then the end. */
  #deliver(): void {
    while (this.#incoming.length > 0 && (this.#wanted || this.destroyed)) {
      const next = this.#incoming.shift();
      if (next === undefined) break;
      // Set first: more may be asked for while this is taken.
      this.#wanted = false;
      if (!this.destroyed && this.push(next.data)) this.#wanted = true;
      next.done();
    }
    if (this.#ended && this.#incoming.length === 0 && !this.destroyed && !this.#told) {
      this.#told = true;
      this.push(null);
    }
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
    this.#deliver();
    this.#goOn();
    done(error);
  }

  #goOn(): void {
    const sent = this.#sent;
    this.#sent = undefined;
    sent?.();
  }
}
