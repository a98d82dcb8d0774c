// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
declare module 'zora:node/os@0.1.0' {
  /**
   * The facts, once an instance.
   */
  export function getMachine(): Machine;
  /**
   * Seconds since the instance started, with fractions: `os.uptime()`. The host's is withheld.
   */
  export function uptime(): number;
  /**
   * The scheduling priority (niceness) of a process: 0 and the instance's own id are the instance. Others are `ESRCH`,
   * whether they exist or not.
   */
  export function getPriority(pid: number): number;
  /**
   * Sets the priority of the instance, from -20 to 19. Below what it has is `EACCES`, as for any user without privileges.
   * It belongs to the instance, not to the host's process, whose threads are shared.
   */
  export function setPriority(pid: number, priority: number): void;
  export type Error = import('zora:node/errors@0.1.0').Error;
  /**
   * Facts that do not change while the instance lives. `process.platform` and `process.arch` are in `system`.
   */
  export interface Machine {
    /**
     * Real: `os.type()`, such as `Linux`. It follows from the platform.
     */
    type: string,
    /**
     * Real: `os.release()`. Packages choose what a terminal or a file system can do by it, and every allowed command may read it.
     */
    release: string,
    /**
     * Real: `os.version()`, for the same reason.
     */
    version: string,
    /**
     * Real: `os.machine()`, such as `x86_64`. It follows from the architecture.
     */
    machine: string,
    /**
     * Real: `os.endianness()`.
     */
    littleEndian: boolean,
    /**
     * Real: `os.availableParallelism()`, and as many nameless processors in `os.cpus()`: a guest divides its work by it.
     * Models, speeds and times are withheld.
     */
    parallelism: number,
    /**
     * `localhost`: the host's name is withheld.
     */
    hostname: string,
    /**
     * Real: the home of the host's user, which is what `~` in the token stands for. `os.homedir()` prefers the guest's `HOME`.
     */
    home: string,
    /**
     * `user`: the host user's name is withheld.
     */
    username: string,
    /**
     * Real: the user and the group that files of the guest belong to, as `stat` shows them; -1 where the platform has none.
     */
    userId: number,
    /**
     * See `user-id`.
     */
    groupId: number,
    /**
     * Real: the folder for temporary files where the guest's environment names none. Using it takes a permission like any path.
     */
    temporary: string,
    /**
     * The most memory that the instance may take, in bytes (`limits.memoryBytes`): `os.totalmem()`. The host's is withheld.
     */
    memory: number,
    /**
     * Real: the number of `UV_UDP_REUSEADDR` and the flags of `dlopen`, by name.
     */
    constants: Array<[string, number]>,
  }
}
