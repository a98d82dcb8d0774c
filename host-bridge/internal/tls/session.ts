import type { Clock } from '../../capability/clock.ts';
import { InvalidArgument, LimitExceeded } from '../../capability/denial.ts';
import { guardCrypto } from '../crypto/failure.ts';

/** Contexts and connections that one instance may hold at a time. */
const MAX_CONTEXTS = 8192;
const MAX_ENGINES = 16384;

/** The parts of an authority that TLS needs. */
export interface TlsAuthority {
  readonly clock: Pick<Clock, 'assertAlive'>;
}

type Kind = 'tlsContexts' | 'tlsEngines';

/** What the objects of one invocation share: its clock and its counts. */
export class TlsSession {
  readonly #authority: TlsAuthority;
  readonly #held: Record<Kind, number> = { tlsContexts: 0, tlsEngines: 0 };

  constructor(authority: TlsAuthority) {
    this.#authority = authority;
  }

  /** Runs the body of an import: while there is time, and with WIT errors for what it throws. */
  call<T>(body: () => T): T {
    return guardCrypto(() => {
      this.#authority.clock.assertAlive();
      return quietly(body);
    });
  }

  /** Counts an object, and gives what gives it back. @throws LimitExceeded */
  acquire(kind: Kind): () => void {
    const most = kind === 'tlsContexts' ? MAX_CONTEXTS : MAX_ENGINES;
    if (this.#held[kind] >= most) throw new LimitExceeded(kind, most);
    this.#held[kind]++;
    let held = true;
    return () => {
      if (held) this.#held[kind]--;
      held = false;
    };
  }
}

/** Node's warnings (old protocols, names that are addresses) are the guest's, and the host's standard error is not the place. */
function quietly<T>(body: () => T): T {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return body();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** Checks the length of what a guest hands over. @throws InvalidArgument */
export function assertAtMost(length: number, most: number, name: string): void {
  if (length > most) throw new InvalidArgument(`${name}: more than ${most}`);
}

/** A copy of its own for the guest: Node's small buffers are windows of a pool that holds others' bytes. */
export function copyOf(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer);
}
