/** Trying a host's addresses of both families one after the other (RFC 8305). https://nodejs.org/api/net.html#socketconnectoptions-connectlistener */

import { errnoNumber } from '../errno.ts';
import {
  ERR_INVALID_ADDRESS_FAMILY,
  ERR_INVALID_IP_ADDRESS,
  exceptionWithHostPort,
  NodeAggregateError,
} from '../errors.ts';
import { type LoopHandle, setLoopTimer } from '../loop.ts';
import { beginWork } from '../performance/observed.ts';
import { isIP } from './ip.ts';
import { blocked, type Destination, finishConnect, toConnectError, toTarget } from './socket-connect.ts';
import type { SocketLike } from './socket-types.ts';
import { StreamHandle } from './stream-handle.ts';

interface Found {
  address: string;
  family: number;
}

/** What a look-up gave, and where it was for. */
export interface Candidates {
  error: Error | null;
  addresses: unknown;
  host: string;
  destination: Destination;
  /** Milliseconds that each address but the last has. */
  timeout: number;
  connectToAddress: (socket: SocketLike, address: string, family: number, destination: Destination) => void;
}

/** The families in turn, that of the first address first. */
function interleave(found: readonly Found[]): Found[] {
  const first = found[0]?.family;
  const own = found.filter(({ family }) => family === first);
  const other = found.filter(({ family }) => family !== first);
  const result: Found[] = [];
  for (let i = 0; i < Math.max(own.length, other.length); i++) {
    if (own[i] !== undefined) result.push(own[i] as Found);
    if (other[i] !== undefined) result.push(other[i] as Found);
  }
  return result;
}

/** Connects to the first address that answers. */
export function connectToOneOf(socket: SocketLike, candidates: Candidates): void {
  const { error, addresses, host, destination } = candidates;
  if (!socket.connecting) return;
  if (error) {
    socket.emit('lookup', error, undefined, undefined, host);
    socket.destroy(error);
    return;
  }
  const given = (Array.isArray(addresses) ? addresses : []) as Found[];
  const valid: Found[] = [];
  let invalid: Error | undefined;
  for (const { address, family } of given) {
    socket.emit('lookup', null, address, family, host);
    if (!socket.connecting) return;
    if (isIP(address) === 0) invalid ??= new ERR_INVALID_IP_ADDRESS(address);
    else if (family !== 4 && family !== 6) invalid ??= new ERR_INVALID_ADDRESS_FAMILY(family, host, destination.port);
    else valid.push({ address, family });
  }
  const [first] = valid;
  if (first === undefined) {
    socket.destroy(invalid ?? new ERR_INVALID_IP_ADDRESS(undefined));
    return;
  }
  socket._unrefTimer();
  const attempts = interleave(valid);
  if (attempts.length === 1) candidates.connectToAddress(socket, first.address, first.family, destination);
  else new Attempts(socket, attempts, candidates).next();
}

class Attempts {
  readonly #socket: SocketLike;
  readonly #addresses: readonly Found[];
  readonly #destination: Destination;
  readonly #timeout: number;
  readonly #errors: Error[] = [];
  #index = 0;

  constructor(socket: SocketLike, addresses: readonly Found[], { destination, timeout }: Candidates) {
    this.#socket = socket;
    this.#addresses = addresses;
    this.#destination = destination;
    this.#timeout = timeout;
    socket.autoSelectFamilyAttemptedAddresses = [];
  }

  /** Tries the next address. */
  next(): void {
    const socket = this.#socket;
    if (!socket.connecting || socket.destroyed) return;
    const candidate = this.#addresses[this.#index++];
    if (candidate === undefined) {
      socket.connecting = false;
      socket.destroy(this.#errors.length === 1 ? this.#errors[0] : new NodeAggregateError(this.#errors));
      return;
    }
    const { address, family } = candidate;
    const { port } = this.#destination;
    const refused = blocked(socket, address, family);
    if (refused !== undefined) {
      this.#errors.push(refused);
      this.next();
      return;
    }
    // Each attempt has a handle of its own; the first takes the one that is there.
    const handle = this.#index === 1 && socket._handle ? socket._handle : new StreamHandle(false);
    if (socket._handle && !socket._handle.hasRef()) handle.unref();
    socket._handle = handle;
    socket.autoSelectFamilyAttemptedAddresses?.push(`${address}:${port}`);
    socket.emit('connectionAttempt', address, port, family);
    if (socket.destroyed || !socket.connecting) return;
    this.#attempt(handle, address, family);
  }

  #attempt(handle: StreamHandle, address: string, family: number): void {
    const socket = this.#socket;
    const destination = this.#destination;
    const { port } = destination;
    let timer: LoopHandle | undefined;
    const finished = beginWork('net', 'connect', { host: address, port });
    handle.connect(toTarget(address, destination), (failure) => {
      timer?.close();
      if (socket.destroyed) return;
      if (!failure) {
        finished?.();
        finishConnect(socket, handle);
        return;
      }
      const error = toConnectError(failure, address, destination);
      this.#errors.push(error);
      socket.emit('connectionAttemptFailed', address, port, family, error);
      handle.close();
      this.next();
    });
    if (this.#index >= this.#addresses.length) return;
    timer = setLoopTimer(() => {
      if (socket.destroyed || !socket.connecting) return;
      handle.close();
      this.#errors.push(exceptionWithHostPort(errnoNumber('ETIMEDOUT') as number, 'connect', address, port));
      socket.emit('connectionAttemptTimeout', address, port, family);
      this.next();
    }, this.#timeout);
    socket.once('close', () => timer?.close());
  }
}
