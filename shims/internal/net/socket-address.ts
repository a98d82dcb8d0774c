import { ERR_INVALID_ADDRESS, ERR_INVALID_ARG_VALUE } from '../errors.ts';
import { URL } from '../url/url-class.ts';
import { validateObject, validatePort, validateString, validateUint32 } from '../validators.ts';
import { cloneSymbol, type Inspect, type InspectOptions, inspectAs, inspectSymbol } from '../web-class.ts';
import { canonical, isIP, isIPv4, isIPv6 } from './ip.ts';

/** What a socket address is made of. */
export interface SocketAddressOptions {
  address?: string;
  family?: string;
  port?: number;
  flowlabel?: number;
}

/** https://nodejs.org/api/net.html#class-netsocketaddress */
export class SocketAddress {
  readonly #address: string;
  readonly #family: 'ipv4' | 'ipv6';
  readonly #port: number;
  readonly #flowlabel: number;

  /** Whether a value is a `SocketAddress`. */
  static isSocketAddress(value: unknown): value is SocketAddress {
    return typeof value === 'object' && value !== null && #address in value;
  }

  /** Reads `1.2.3.4:80` or `[::1]:80`; undefined for anything else. */
  static parse(input: string): SocketAddress | undefined {
    validateString(input, 'input');
    const url = URL.parse(`http://${input}`);
    if (url === null) return undefined;
    const { hostname, port } = url;
    const bracketed = hostname.startsWith('[') && hostname.endsWith(']');
    const address = bracketed ? hostname.slice(1, -1) : hostname;
    if (isIP(address) === 0) return undefined;
    return new SocketAddress({
      address,
      family: bracketed ? 'ipv6' : 'ipv4',
      port: Number(port),
    });
  }

  constructor(options: SocketAddressOptions = {}) {
    validateObject(options, 'options');
    let { family = 'ipv4' } = options;
    if (typeof family === 'string') family = family.toLowerCase();
    if (family !== 'ipv4' && family !== 'ipv6') throw new ERR_INVALID_ARG_VALUE('options.family', options.family);
    const { address = family === 'ipv4' ? '127.0.0.1' : '::', port = 0, flowlabel = 0 } = options;
    validateString(address, 'options.address');
    validatePort(port, 'options.port');
    validateUint32(flowlabel, 'options.flowlabel', false);
    if (!(family === 'ipv4' ? isIPv4(address) : isIPv6(address))) throw new ERR_INVALID_ADDRESS();
    this.#address = canonical(address);
    this.#family = family;
    this.#port = Number(port);
    this.#flowlabel = flowlabel;
  }

  get address(): string {
    return this.#address;
  }

  get family(): 'ipv4' | 'ipv6' {
    return this.#family;
  }

  get port(): number {
    return this.#port;
  }

  get flowlabel(): number {
    return this.#flowlabel;
  }

  toJSON(): object {
    return { address: this.#address, port: this.#port, family: this.#family, flowlabel: this.#flowlabel };
  }

  [inspectSymbol](depth: number, options: InspectOptions, inspect: Inspect): string | this {
    if (depth < 0) return this;
    return inspectAs('SocketAddress', this.toJSON(), depth, options, inspect);
  }

  [cloneSymbol](): SocketAddress {
    return new SocketAddress(this.toJSON());
  }
}
