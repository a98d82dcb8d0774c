import { Duplex } from '../../stream.ts';

/** Opens a connection of the guest's own: what the package's connector does. */
export type OpenSocket = (options: object, done: (error: Error | null, socket?: unknown) => void) => unknown;

/** Stands for a client's connections where the host keeps the real ones: no bytes go through it. */
export class BridgeSocket extends Duplex {
  readonly openSocket: OpenSocket;
  /** Why it was destroyed. */
  failure: Error | undefined;

  /** @param openSocket makes a real connection to the same place, for what the host's client cannot send */
  constructor(openSocket: OpenSocket) {
    super({ read: () => {}, autoDestroy: true, emitClose: true });
    this.openSocket = openSocket;
    this.on('error', (error: Error) => {
      this.failure = error;
    });
  }
}
