// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
declare module 'zora:node/network@0.1.0' {
  /**
   * Starts to connect; how it went is in the connection's `status`.
   */
  export function connect(target: Target): Connection;
  /**
   * Listens. `EADDRINUSE` and the like are `system` errors.
   */
  export function listen(where: ListenTarget): Listener;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type InputStream = import('zora:node/io@0.1.0').InputStream;
  export type OutputStream = import('zora:node/io@0.1.0').OutputStream;
  export type Error = import('zora:node/errors@0.1.0').Error;
  /**
   * One end of a TCP connection, or what a listener is bound to.
   */
  export interface IpEndpoint {
    /**
     * The address; IPv6 where it has a colon.
     */
    address: string,
    /**
     * The port.
     */
    port: number,
  }
  /**
   * One end of a connection.
   */
  export type Endpoint = EndpointIp | EndpointPath;
  /**
   * TCP.
   */
  export interface EndpointIp {
    tag: 'ip',
    val: IpEndpoint,
  }
  /**
   * A Unix socket's path, as the guest named it.
   */
  export interface EndpointPath {
    tag: 'path',
    val: string,
  }
  /**
   * Where a TCP connection goes.
   */
  export interface TcpTarget {
    /**
     * The name that the guest looked up. The token's rules for names apply where the host itself has looked the name
     * up for this instance and given this address; else the address stands for itself.
     */
    host?: string | null | undefined,
    /**
     * The address, a literal.
     */
    address: string,
    /**
     * The port.
     */
    port: number,
    /**
     * The local address, a literal.
     */
    localAddress?: string | null | undefined,
    /**
     * The local port; 0 leaves it to the system.
     */
    localPort: number,
  }
  /**
   * Where a connection goes.
   */
  export type Target = TargetTcp | TargetPath;
  /**
   * TCP.
   */
  export interface TargetTcp {
    tag: 'tcp',
    val: TcpTarget,
  }
  /**
   * A Unix socket. Connecting reads and writes it.
   */
  export interface TargetPath {
    tag: 'path',
    val: string,
  }
  /**
   * Where a TCP server listens.
   */
  export interface TcpListen {
    /**
     * An address, or `localhost`; none is every interface of both families.
     */
    host?: string | null | undefined,
    /**
     * The port; 0 leaves it to the system.
     */
    port: number,
    /**
     * The most connections that wait to be accepted.
     */
    backlog: number,
    /**
     * Of `::`, IPv6 alone.
     */
    ipv6Only: boolean,
    /**
     * Several sockets may share the port.
     */
    reusePort: boolean,
  }
  /**
   * Where a Unix server listens.
   */
  export interface PathListen {
    /**
     * The path, which is created and, when the listener closes, removed.
     */
    path: string,
    /**
     * The most connections that wait to be accepted.
     */
    backlog: number,
    /**
     * Every user may read the socket.
     */
    readableAll: boolean,
    /**
     * Every user may write to it.
     */
    writableAll: boolean,
  }
  /**
   * Where a server listens.
   */
  export type ListenTarget = ListenTargetTcp | ListenTargetPath;
  /**
   * TCP.
   */
  export interface ListenTargetTcp {
    tag: 'tcp',
    val: TcpListen,
  }
  /**
   * A Unix socket.
   */
  export interface ListenTargetPath {
    tag: 'path',
    val: PathListen,
  }

  export class Connection implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Whether the connection is there: false while it is being made. The error that it could not be made for, or that
    * writing ended with.
    */
    status(): boolean;
    /**
    * What comes in; once, and none before the connection is there.
    */
    input(): InputStream | null;
    /**
    * What goes out; once, and none before the connection is there. Its bytes count as `outputBytes`.
    */
    output(): OutputStream | null;
    /**
    * The local end; none while there is none.
    */
    local(): Endpoint | null;
    /**
    * The remote end; none while there is none, and for Unix sockets.
    */
    remote(): IpEndpoint | null;
    /**
    * Nagle's algorithm off.
    */
    setNoDelay(enable: boolean): void;
    /**
    * TCP's keep-alive, with the delay before the first probe in milliseconds (0: the system's).
    */
    setKeepAlive(enable: boolean, initialDelayMs: number): void;
    /**
    * Closes it at once; TCP with a reset. What was not sent is lost.
    */
    reset(): void;
    /**
    * The pollable that is ready when `status` has something to say: connected, or failed.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }

  export class Listener implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * A connection that has come in; none while there is none. It is paused until its input is read.
    * Each counts as one of `sockets`; beyond that limit they are refused.
    */
    accept(): Connection | null;
    /**
    * What it is bound to.
    */
    local(): Endpoint | null;
    /**
    * The pollable that is ready while connections wait.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
