// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/errors@0.1.0' {
  /**
   * The permission that a call needed, in the words of Node's permission model.
   * # Variants
   *
   * ## `"child-process"`
   *
   * Running a command.
   * ## `"file-system-read"`
   *
   * Reading, listing or watching a path.
   * ## `"file-system-write"`
   *
   * Creating, changing or removing a path.
   * ## `"net"`
   *
   * Connecting, listening or resolving a name.
   * ## `"environment"`
   *
   * Reading or setting a host variable.
   */
  export type Permission = 'child-process' | 'file-system-read' | 'file-system-write' | 'net' | 'environment';
  /**
   * The token does not allow the call. The guest's error is `ERR_ACCESS_DENIED`.
   */
  export interface Denial {
    /**
     * What was needed.
     */
    permission: Permission,
    /**
     * The command, path or host that was asked for, as the guest named it.
     */
    resource: string,
  }
  /**
   * The system refused: Node's system error.
   */
  export interface SystemError {
    /**
     * Node's code, such as `ENOENT`.
     */
    code: string,
    /**
     * The negative errno of libuv, 0 where there is none.
     */
    errno: number,
    /**
     * The system call, as Node names it (`spawn git`, `open`, `connect`).
     */
    syscall: string,
    /**
     * The host's message, without Node's prefix.
     */
    message: string,
    /**
     * The path that it was about.
     */
    path?: string | null | undefined,
    /**
     * The second path (rename, link, copy).
     */
    dest?: string | null | undefined,
    /**
     * The host name or address that it was about.
     */
    address?: string | null | undefined,
    /**
     * The port that it was about.
     */
    port?: number | null | undefined,
  }
  /**
   * A limit of the grant was reached.
   */
  export interface Limit {
    /**
     * The limit's name in the grant, such as `children`.
     */
    name: string,
    /**
     * Its value.
     */
    maximum: number,
  }
  /**
   * Why a call did not succeed.
   */
  export type Error = ErrorDenied | ErrorSystem | ErrorExceeded | ErrorExpired | ErrorInvalidArgument | ErrorUnsupported;
  /**
   * The token says no.
   */
  export interface ErrorDenied {
    tag: 'denied',
    val: Denial,
  }
  /**
   * The system says no.
   */
  export interface ErrorSystem {
    tag: 'system',
    val: SystemError,
  }
  /**
   * A limit was reached.
   */
  export interface ErrorExceeded {
    tag: 'exceeded',
    val: Limit,
  }
  /**
   * The token has expired or the execution time is used up; the instance is being stopped.
   */
  export interface ErrorExpired {
    tag: 'expired',
  }
  /**
   * An argument that no shim of ours would pass: the words say which.
   */
  export interface ErrorInvalidArgument {
    tag: 'invalid-argument',
    val: string,
  }
  /**
   * The host does not offer this.
   */
  export interface ErrorUnsupported {
    tag: 'unsupported',
    val: string,
  }
}
