// Generated from wit/ by `npm run wit`. Do not edit.
declare module 'zora:node/system@0.1.0' {
  /**
   * The facts, once an instance.
   */
  export function getInfo(): Info;
  /**
   * The environment: the host variables that the grant names.
   */
  export function getEnvironment(): Array<[string, string]>;
  /**
   * Milliseconds since the instance started, with fractions.
   */
  export function now(): number;
  /**
   * What it uses now.
   */
  export function getUsage(): Usage;
  /**
   * `len` bytes from the host's generator; at most 64 KiB a call.
   */
  export function randomBytes(len: number): Uint8Array;
  /**
   * The ASCII (Punycode) form of a host name by UTS #46, as `url.domainToASCII`; empty when it is invalid.
   */
  export function domainToAscii(domain: string): string;
  /**
   * The Unicode form of a host name, as `url.domainToUnicode`; empty when it is invalid.
   */
  export function domainToUnicode(domain: string): string;
  /**
   * Decodes `data` from an encoding of the Encoding Standard, as `TextDecoder` with `ignoreBOM: true`; at most 16 MiB a call.
   * The error is the message of an unknown label or, where `fatal`, of malformed data.
   */
  export function decode(label: string, data: Uint8Array, fatal: boolean): string;
  /**
   * The UTF-8 bytes of `text`. The engine's own conversion is several times slower for long strings.
   */
  export function encodeUtf8(text: string): Uint8Array;
  /**
   * The program's wish to end at once with this status. The host drops the instance; the call does not return.
   */
  export function exit(code: number): void;
  /**
   * Facts that do not change while the instance lives.
   */
  export interface Info {
    /**
     * `process.platform`.
     */
    platform: string,
    /**
     * `process.arch`.
     */
    arch: string,
    /**
     * The host's end of line.
     */
    eol: string,
    /**
     * Node's version that the shims follow and the host runs, such as `v24.10.0`.
     */
    nodeVersion: string,
    /**
     * The component versions of the host's `process.versions`.
     */
    versions: Array<[string, string]>,
    /**
     * The host's node executable, for `process.execPath`.
     */
    execPath: string,
    /**
     * The working directory at the start.
     */
    cwd: string,
    /**
     * `process.argv` from its second item.
     */
    argv: Array<string>,
    /**
     * A number that stands for the process in messages (the host's process id).
     */
    pid: number,
    /**
     * The parent's process id.
     */
    ppid: number,
    /**
     * Milliseconds since the Unix epoch when the instance started (`performance.timeOrigin`).
     */
    timeOrigin: number,
    /**
     * 53 random bits for `Math.random` of this instance.
     */
    seed: number,
  }
  /**
   * What the instance uses.
   */
  export interface Usage {
    /**
     * Bytes of its linear memory; it does not shrink.
     */
    memory: number,
    /**
     * The most that it may have; 0 where the grant sets no limit.
     */
    memoryLimit: number,
    /**
     * Microseconds of the processor in user mode since it started, those of the host's work for it included.
     */
    userCpu: number,
    /**
     * The same in the system.
     */
    systemCpu: number,
  }
}
