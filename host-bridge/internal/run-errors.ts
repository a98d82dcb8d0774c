/** The guest ended with a trap: a native stack overflow, `unreachable`, an exhausted memory. The instance is gone. */
export class GuestTrapped extends Error {
  override readonly name = 'GuestTrapped';
  readonly code = 'ERR_GUEST_TRAPPED';

  /** @param cause what the engine threw */
  constructor(cause: unknown) {
    super(`The guest trapped: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The host stopped the guest before its program was done. */
export class GuestStopped extends Error {
  override readonly name = 'GuestStopped';
  readonly code: 'ERR_TOKEN_EXPIRED' | 'ERR_EXECUTION_TIMEOUT' | 'ABORT_ERR' | 'ERR_INSTANCE_DISPOSED';

  constructor(code: GuestStopped['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Unwinds the guest from `system.exit`; never seen outside of the bridge. */
export class GuestExit extends Error {
  override readonly name = 'GuestExit';
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`The guest ended with status ${exitCode}`);
    this.exitCode = exitCode;
  }
}
