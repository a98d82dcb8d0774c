import { createSocket, type Socket } from 'node:dgram';
import { isIP, isIPv4 } from 'node:net';
import type { Authority } from '../../capability/authority.ts';
import { AccessDenied, InvalidArgument, systemError } from '../../capability/denial.ts';
import { parseAddress } from '../../capability/network/address.ts';
import type { Destination, Membership, Message, SocketOptions } from '../../wit/zora-node-datagram.d.ts';
import type { IpEndpoint } from '../../wit/zora-node-network.d.ts';
import type { ResolvedNames } from '../network/resolved-names.ts';
import { Readiness } from '../readiness.ts';
import { Destinations } from './destinations.ts';
import { Incoming } from './incoming.ts';
import { Outcomes } from './outcomes.ts';

/** More than any datagram can hold. */
const TOO_MUCH = 65_536;

type State = 'unbound' | 'binding' | 'bound' | 'closed';

/** One socket of a guest. */
export class HostUdpSocket {
  readonly readiness = new Readiness(
    () => this.#incoming.size > 0 || this.#failure !== undefined || this.#outcomes.ready,
  );
  /** Node's. */
  readonly socket: Socket;
  readonly #family: SocketOptions['family'];
  readonly #authority: Authority;
  readonly #destinations: Destinations;
  readonly #onGone: () => void;
  readonly #incoming = new Incoming();
  readonly #outcomes = new Outcomes(() => this.#onOutcome());
  #state: State = 'unbound';
  /** Everyone is heard, and not only those to whom the guest has sent. */
  #listens = false;
  #connected = false;
  #failure: Error | undefined;
  /** Decisions that earlier datagrams wait for. */
  #decisions: Promise<void> | undefined;
  /** The guest has let go. */
  #dropped = false;

  /** @param onGone called once when nothing is left of it */
  constructor(options: SocketOptions, authority: Authority, names: ResolvedNames, onGone: () => void) {
    const { family, reuseAddress, reusePort, ipv6Only } = options;
    this.#family = family;
    this.#authority = authority;
    this.#destinations = new Destinations(authority, names);
    this.#onGone = onGone;
    this.socket = createSocket({
      type: family === 'ipv4' ? 'udp4' : 'udp6',
      reuseAddr: reuseAddress,
      reusePort,
      ipv6Only,
      // Only literal addresses get here, and nothing is looked up between the check and the system.
      lookup: (address, _options, callback) => callback(null, address, isIP(address)),
    });
    // For the socket's whole life: an error without a listener would end the host.
    this.socket.on('error', (error) => {
      this.#failure ??= error;
      this.readiness.notify();
    });
    this.socket.on('message', (data, { address, port }) => this.#take({ data, sender: { address, port } }));
  }

  /** Binds it to a place that the token allows; without one, to any port for the answers to what is sent. */
  async bind(local: IpEndpoint | undefined): Promise<void> {
    if (this.#state !== 'unbound') throw systemError('EINVAL', { syscall: 'bind' });
    const address = local?.address ?? this.#anyAddress;
    const port = local?.port ?? 0;
    if (parseAddress(address) === undefined) throw new InvalidArgument('local: no address');
    this.#state = 'binding';
    let listens: boolean;
    try {
      listens = await this.#mayListen(address, port, local === undefined);
    } catch (error) {
      if (this.#is('binding')) this.#state = 'unbound';
      throw error;
    }
    // The instance may have ended while the decision was waited for.
    if (!this.#is('binding')) throw systemError('EBADF', { syscall: 'bind' });
    this.#bindTo(address, port, listens);
  }

  /** Connects it to a place that the token allows. */
  async connect(remote: Destination): Promise<void> {
    if (remote.port === 0) throw new InvalidArgument('port: 0');
    const address = this.#spelled(remote.address, await this.#destinations.admit(remote));
    this.#ensureBound('connect');
    await new Promise<void>((resolve, reject) => {
      const done = (error?: Error) => (error === undefined ? resolve() : reject(error));
      this.socket.connect(remote.port, address, done);
    });
    this.#connected = true;
  }

  disconnect(): void {
    if (!this.#connected) throw systemError('ENOTCONN', { syscall: 'connect' });
    this.socket.disconnect();
    this.#connected = false;
  }

  /** Sends, in the order of the calls, as soon as it has been decided on. */
  send(data: Uint8Array, to: Destination | undefined): void {
    if (to === undefined && !this.#connected) throw systemError('EDESTADDRREQ', { syscall: 'send' });
    if (to !== undefined && this.#connected) throw systemError('EISCONN', { syscall: 'send' });
    if (to?.port === 0) throw new InvalidArgument('port: 0');
    if (data.length >= TOO_MUCH) throw systemError('EMSGSIZE', { syscall: 'send' });
    const done = this.#outcomes.begin(data.length);
    try {
      this.#authority.limits.count('outputBytes', data.length);
      const address = to === undefined ? undefined : this.#destinations.admit(to);
      if (address instanceof Promise || this.#decisions !== undefined) this.#sendLater(data, to, address, done);
      else this.#sendNow(data, to, address, done);
    } catch (error) {
      done(error);
    }
  }

  /** What became of datagrams since it was last asked; undefined for those that were sent. */
  sent(): unknown[] {
    const outcomes = this.#outcomes.take();
    // Who asks for these alone (it has closed the socket) is to hear of the next.
    this.readiness.rearm();
    return outcomes;
  }

  /** What came in. @throws what receiving failed with, once */
  receive(most: number): Message[] {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    const messages = this.#incoming.take(most);
    if (this.#incoming.size === 0) this.readiness.rearm();
    return messages;
  }

  /** Joins a group that the token names, with the port that the socket is bound to. */
  async join(membership: Membership): Promise<void> {
    const { group, source, interfaceAddress } = membership;
    const syscall = source === undefined ? 'addMembership' : 'addSourceSpecificMembership';
    if (parseAddress(group)?.range() !== 'multicast') throw systemError('EINVAL', { syscall });
    const target = await this.#authority.connect(group, this.local()?.port ?? 0);
    if (!target.admits(group)) throw target.refusal();
    if (source === undefined) this.socket.addMembership(group, interfaceAddress);
    else this.socket.addSourceSpecificMembership(source, group, interfaceAddress);
  }

  leave({ group, source, interfaceAddress }: Membership): void {
    if (source === undefined) this.socket.dropMembership(group, interfaceAddress);
    else this.socket.dropSourceSpecificMembership(source, group, interfaceAddress);
  }

  local(): IpEndpoint | undefined {
    return endpoint(() => this.socket.address());
  }

  remote(): IpEndpoint | undefined {
    return this.#connected ? endpoint(() => this.socket.remoteAddress()) : undefined;
  }

  /** The guest lets go: what it has sent still goes. */
  close(): void {
    this.#dropped = true;
    if (this.#outcomes.waiting === 0) this.destroy();
  }

  /** Ends it whatever is under way. */
  destroy(): void {
    if (this.#is('closed')) return;
    this.#state = 'closed';
    this.socket.close();
    this.#onGone();
  }

  get #anyAddress(): string {
    return this.#family === 'ipv4' ? '0.0.0.0' : '::';
  }

  #is(state: State): boolean {
    return this.#state === state;
  }

  /** Whether the socket hears everyone; where the guest named no place, it may also be one that hears answers alone. */
  async #mayListen(address: string, port: number, optional: boolean): Promise<boolean> {
    try {
      if (optional) this.#authority.network.checkListen(address, port);
      await this.#authority.listen(address, port);
      return true;
    } catch (error) {
      if (optional && error instanceof AccessDenied) return false;
      throw error;
    }
  }

  #ensureBound(syscall: string): void {
    if (this.#is('binding') || this.#is('closed')) throw systemError('EBADF', { syscall });
    if (this.#is('unbound')) this.#bindTo(this.#anyAddress, 0, false);
  }

  #bindTo(given: string, port: number, listens: boolean): void {
    const address = this.#spelled(given, parseAddress(given)?.toString() ?? given);
    // Nothing is looked up: it is bound, or has failed, when the call returns.
    let failure: Error | undefined;
    const onError = (error: Error): void => {
      failure = error;
    };
    this.socket.once('error', onError);
    try {
      this.#state = 'bound';
      this.#listens = listens;
      this.socket.bind({ address, port, exclusive: true });
    } catch (error) {
      failure = error as Error;
    }
    this.socket.off('error', onError);
    if (failure === undefined) return;
    this.#failure = undefined;
    this.#state = 'unbound';
    throw failure;
  }

  /** IPv4-mapped addresses are compared as IPv4; sockets of IPv6 take them in their own form. */
  #spelled(given: string, checked: string): string {
    return given.includes(':') && isIPv4(checked) ? `::ffff:${checked}` : checked;
  }

  #sendLater(
    data: Uint8Array,
    to: Destination | undefined,
    address: string | undefined | Promise<string>,
    done: (error?: unknown) => void,
  ): void {
    const before = this.#decisions;
    // Whoever waits for `before` handles its own error, and so does this.
    const decided = Promise.allSettled([address, before]).then(([result]) => {
      if (this.#decisions === decided) this.#decisions = undefined;
      if (result.status === 'rejected') done(result.reason);
      else this.#sendNow(data, to, result.value, done);
    });
    this.#decisions = decided;
  }

  #sendNow(
    data: Uint8Array,
    to: Destination | undefined,
    address: string | undefined,
    done: (error?: unknown) => void,
  ): void {
    try {
      this.#ensureBound('send');
      if (to === undefined || address === undefined) this.socket.send(data, done);
      else this.socket.send(data, to.port, this.#spelled(to.address, address), done);
    } catch (error) {
      done(error);
    }
  }

  #onOutcome(): void {
    this.readiness.notify();
    if (this.#dropped && this.#outcomes.waiting === 0) this.destroy();
  }

  #take(message: Message): void {
    const { address, port } = message.sender;
    if (!this.#listens && !this.#destinations.has(address, port)) return;
    if (this.#incoming.push(message)) this.readiness.notify();
  }
}

/** An end of a socket; none while it has none. */
function endpoint(ask: () => { address: string; port: number }): IpEndpoint | undefined {
  try {
    const { address, port } = ask();
    return { address, port };
  } catch {
    return undefined;
  }
}
