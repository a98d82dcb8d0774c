// Generated from wit/ by `npm run wit`. Do not edit.
/// <reference path="./zora-node-errors.d.ts" />
/// <reference path="./zora-node-io.d.ts" />
/// <reference path="./zora-node-network.d.ts" />
declare module 'zora:node/datagram@0.1.0' {
  /**
   * Makes a socket that is not bound yet.
   */
  export function open(options: SocketOptions): UdpSocket;
  export type Pollable = import('zora:node/io@0.1.0').Pollable;
  export type Error = import('zora:node/errors@0.1.0').Error;
  export type IpEndpoint = import('zora:node/network@0.1.0').IpEndpoint;
  /**
   * The family of a socket's addresses.
   * # Variants
   *
   * ## `"ipv4"`
   *
   * `udp4`
   * ## `"ipv6"`
   *
   * `udp6`
   */
  export type Family = 'ipv4' | 'ipv6';
  /**
   * How a socket is made.
   */
  export interface SocketOptions {
    /**
     * Its family.
     */
    family: Family,
    /**
     * An address that another socket is bound to may be bound, too.
     */
    reuseAddress: boolean,
    /**
     * Several sockets share what comes in for a port.
     */
    reusePort: boolean,
    /**
     * Of `::`, IPv6 alone.
     */
    ipv6Only: boolean,
  }
  /**
   * Where datagrams go.
   */
  export interface Destination {
    /**
     * The name that the guest looked up, for which the same holds as in `network.tcp-target`.
     */
    host?: string | null | undefined,
    /**
     * The address, a literal.
     */
    address: string,
    /**
     * The port; not 0.
     */
    port: number,
  }
  /**
   * A datagram that came in.
   */
  export interface Message {
    /**
     * What it holds.
     */
    data: Uint8Array,
    /**
     * Who sent it.
     */
    sender: IpEndpoint,
  }
  /**
   * A multicast group as a socket is a member of it.
   */
  export interface Membership {
    /**
     * The group's address.
     */
    group: string,
    /**
     * The one sender whose datagrams are wanted; none is all.
     */
    source?: string | null | undefined,
    /**
     * The local address of the interface (of IPv6: with its zone); none leaves it to the system.
     */
    interfaceAddress?: string | null | undefined,
  }
  /**
   * One of the settings of a socket.
   */
  export type Setting = SettingBroadcast | SettingTtl | SettingMulticastTtl | SettingMulticastLoopback | SettingMulticastInterface;
  /**
   * Datagrams may go to a broadcast address.
   */
  export interface SettingBroadcast {
    tag: 'broadcast',
    val: boolean,
  }
  /**
   * Hops that a datagram may take.
   */
  export interface SettingTtl {
    tag: 'ttl',
    val: number,
  }
  /**
   * Hops that one to a group may take.
   */
  export interface SettingMulticastTtl {
    tag: 'multicast-ttl',
    val: number,
  }
  /**
   * Datagrams to a group come back to members on this machine.
   */
  export interface SettingMulticastLoopback {
    tag: 'multicast-loopback',
    val: boolean,
  }
  /**
   * The local address of the interface through which datagrams to groups go.
   */
  export interface SettingMulticastInterface {
    tag: 'multicast-interface',
    val: string,
  }
  /**
   * One of a socket's two buffers in the system.
   * # Variants
   *
   * ## `"receive"`
   *
   * For what comes in.
   * ## `"send"`
   *
   * For what goes out.
   */
  export type Buffer = 'receive' | 'send';

  export class UdpSocket implements Disposable {
    /**
     * This type does not have a public constructor.
     */
    private constructor();
    /**
    * Binds it, to a port of the system's choice where the port is 0. Without an address it is bound to such a port of all
    * interfaces; unless the token lets the guest listen there, only those to whom it has sent are heard.
    */
    bind(local: IpEndpoint | null): void;
    /**
    * Whom alone it sends to and hears from now on; binds it where it is not.
    */
    connect(remote: Destination): void;
    /**
    * Undoes `connect`.
    */
    disconnect(): void;
    /**
    * Sends a datagram, whose bytes count as `outputBytes`; what became of it is in `sent`. Binds the socket where it is not.
    * Where the socket is connected there is no destination. `ENOBUFS` where 65,536 datagrams, or 64 MiB of them, are not in `sent` yet.
    */
    send(data: Uint8Array, to: Destination | null): void;
    /**
    * What became of datagrams, in the order in which they were sent: an error, or none. Each is told once. A watch is armed again by each call.
    */
    sent(): Array<Error | null>;
    /**
    * What came in, at most `most` datagrams (the host gives at most 64). It is armed again by the call that gives the last.
    * The host keeps 1,024 datagrams or 1 MiB; what comes in beyond that is lost.
    */
    receive(most: number): Array<Message>;
    /**
    * What it is bound to; none while it is not.
    */
    local(): IpEndpoint | null;
    /**
    * What it is connected to; none while it is not.
    */
    remote(): IpEndpoint | null;
    /**
    * Changes a setting.
    */
    set(setting: Setting): void;
    /**
    * Bytes of a buffer; the system may count more than was asked for.
    */
    bufferSize(of: Buffer): number;
    /**
    * Sets them.
    */
    setBufferSize(of: Buffer, bytes: number): void;
    /**
    * Joins a group, which the token has to name.
    */
    join(group: Membership): void;
    /**
    * Leaves it.
    */
    leave(group: Membership): void;
    /**
    * The pollable that is ready while `receive` or `sent` has something to tell.
    */
    subscribe(): Pollable;
    [Symbol.dispose](): void;
  }
}
