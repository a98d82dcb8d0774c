import { lookup as lookUpHost } from 'node:dns/promises';
import { AccessDenied, systemError } from './denial.ts';
import type { CheckedGrant } from './grant.ts';
import { isLoopback, isSpecial, parseAddress } from './network/address.ts';
import { type Host, hostOfUrl, normalizeHost } from './network/host.ts';
import {
  coversAddress,
  coversHost,
  coversListening,
  coversPath,
  effectivePort,
  type ListenPattern,
  type NetworkPattern,
  namesAddress,
  parseListenPattern,
  parsePattern,
} from './network/pattern.ts';

/** An address to connect to. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** A host and port that the grant allows; its addresses are checked when it is resolved. */
export interface NetworkTarget {
  /** The host in the form that is looked up; an address without brackets where it is one. */
  readonly host: string;
  readonly port: number;
  /** Whether the grant lets this target be reached at `address`. */
  admits(address: string): boolean;
  /** The denial for an address that is not admitted. */
  refusal(): AccessDenied;
}

/** A request that the grant allows. */
export interface RequestTarget extends NetworkTarget {
  /** The URL to send to, normalized, without a fragment. */
  readonly url: URL;
}

/** How a host is resolved; Node's `dns.lookup` by default. */
export type Lookup = (host: string, options: { family: 0 | 4 | 6 }) => Promise<readonly ResolvedAddress[]>;

/** The network's part of a grant. */
export interface NetworkRules {
  /** Checks an HTTP request before it is sent, and each hop of a redirect. @throws {AccessDenied} */
  checkRequest(request: { readonly method: string; readonly url: string }): RequestTarget;
  /** Checks a connection or datagram to a host, a name or an address. @throws {AccessDenied} */
  checkConnect(host: string, port: number): NetworkTarget;
  /** Checks whether a name may be looked up; its port is 0. @throws {AccessDenied} */
  checkLookup(host: string): NetworkTarget;
  /** Checks listening; no host is all interfaces. Resolve the target to get the address to bind. @throws {AccessDenied} */
  checkListen(host: string | undefined, port: number): NetworkTarget;
  /**
   * Resolves a target once and gives the addresses that may be connected to, in the resolver's order. Connect to
   * these and to nothing else.
   * @throws {AccessDenied} when there are addresses and none is allowed
   * @throws Node's own error when the name does not resolve
   */
  resolve(target: NetworkTarget, options?: { family?: 0 | 4 | 6 }): Promise<readonly ResolvedAddress[]>;
}

/** What a pattern is held against. */
interface Ask {
  readonly host: Host;
  /** undefined: any port will do (a look-up). */
  readonly port: number | undefined;
  readonly request: { readonly method: string; readonly url: URL } | undefined;
}

const nodeLookup: Lookup = async (host, { family }) => {
  const found = await lookUpHost(host, { all: true, family, order: 'verbatim' });
  return found.map(({ address, family: kind }) => ({ address, family: kind === 6 ? 6 : 4 }));
};

/** Makes the network rules of one grant. */
export function createNetworkRules(network: CheckedGrant['network'], lookup: Lookup = nodeLookup): NetworkRules {
  const allow = network.allow.map(parsePattern);
  const deny = network.deny.map(parsePattern);
  const listen = network.listen.map(parseListenPattern);
  const check = (ask: Ask, resource: string): NetworkTarget => {
    const refused = deny.find((pattern) => denies(pattern, ask) && coversHost(pattern.host, ask.host));
    if (refused !== undefined) throw denied(resource, `network.deny: ${refused.source}`);
    const candidates = allow.filter((pattern) => allows(pattern, ask));
    if (!candidates.some((pattern) => namesHost(pattern, ask.host))) throw denied(resource, 'network.allow');
    return {
      host: ask.host.name,
      port: ask.port ?? 0,
      admits: (text) => {
        const address = parseAddress(text);
        if (address === undefined) return false;
        if (deny.some((pattern) => denies(pattern, ask) && coversAddress(pattern.host, address))) return false;
        return !isSpecial(address) || candidates.some((pattern) => namesAddress(pattern.host, address));
      },
      refusal: () => denied(resource, 'network.allow: special address'),
    };
  };

  return {
    checkRequest({ method, url: text }) {
      const url = URL.parse(text);
      if (url === null) throw denied(text, 'no valid URL');
      if (url.protocol !== 'http:' && url.protocol !== 'https:') throw denied(text, 'no http or https URL');
      if (url.username !== '' || url.password !== '') throw denied(text, 'user information in a URL');
      const host = hostOfUrl(url);
      if (host === undefined) throw denied(text, 'no valid host');
      url.hash = '';
      const ask = { host, port: effectivePort(url), request: { method: method.toUpperCase(), url } };
      return { ...check(ask, text), url };
    },
    checkConnect(text, port) {
      const resource = `${text.includes(':') ? `[${text}]` : text}:${port}`;
      const host = normalizeHost(text);
      if (host === undefined) throw denied(resource, 'no valid host');
      if (!Number.isInteger(port) || port < 0 || port > 65_535) throw denied(resource, 'no valid port');
      return check({ host, port, request: undefined }, resource);
    },
    checkLookup(text) {
      const host = normalizeHost(text);
      if (host === undefined) throw denied(text, 'no valid host');
      return check({ host, port: undefined, request: undefined }, text);
    },
    checkListen: (host, port) => checkListen(listen, host, port),
    async resolve(target, { family = 0 } = {}) {
      const literal = parseAddress(target.host);
      const found: readonly ResolvedAddress[] =
        literal === undefined
          ? await lookup(target.host, { family })
          : [{ address: target.host, family: literal.kind() === 'ipv6' ? 6 : 4 }];
      const admitted = found.filter(({ address }) => target.admits(address));
      if (admitted.length > 0) return admitted;
      if (found.length > 0) throw target.refusal();
      throw systemError('ENOTFOUND', { syscall: 'getaddrinfo', path: target.host });
    },
  };
}

function denied(resource: string, rule: string): AccessDenied {
  return new AccessDenied('Net', resource, rule);
}

/** Whether a pattern of the allow list is about this port and, for a URL, about this very request. */
function allows({ port, url }: NetworkPattern, ask: Ask): boolean {
  // A look-up has no port and no path of its own: it serves whatever the pattern allows.
  if (ask.port === undefined) return true;
  if (port !== undefined && port !== ask.port) return false;
  if (url === undefined) return true;
  // A plain connection would get around the path.
  return ask.request !== undefined && isWithin(url, ask.request);
}

/** Whether a pattern of the deny list is about this call: a plain connection may carry the denied request. */
function denies({ port, url }: NetworkPattern, ask: Ask): boolean {
  if (ask.port === undefined) return port === undefined && url === undefined;
  if (port !== undefined && port !== ask.port) return false;
  return url === undefined || ask.request === undefined || mayBeWithin(url, ask.request);
}

function isWithin(url: NonNullable<NetworkPattern['url']>, request: NonNullable<Ask['request']>): boolean {
  if (url.method !== undefined && url.method !== request.method) return false;
  return url.protocol === request.url.protocol && coversPath(url, request.url.pathname);
}

/** For a denial, a path that a server might read in two ways counts as denied. */
function mayBeWithin(url: NonNullable<NetworkPattern['url']>, request: NonNullable<Ask['request']>): boolean {
  if (url.method !== undefined && url.method !== request.method) return false;
  if (url.protocol !== request.url.protocol) return false;
  return (
    coversPath(url, request.url.pathname) || coversPath(url, loosely(request.url.pathname)) || isObscure(request.url)
  );
}

/** A path as a lenient server reads it: decoded, slashes merged, steps upwards taken. */
function loosely(pathname: string): string {
  const decoded = pathname.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return new URL(decoded.replace(/[/\\]+/g, '/').replace(/[?#].*$/s, ''), 'http://host/').pathname;
}

function isObscure(url: URL): boolean {
  return /%(?:25)*(?:2f|5c|00)|\/\.\.?;|%25(?:25)*2e/i.test(url.pathname);
}

/**
 * Whether a pattern names the host that the guest asked for. `*` does not name a special address; `localhost` as a
 * name is the loopback, so a pattern that names a loopback address names it too.
 */
function namesHost({ host: rule }: NetworkPattern, host: Host): boolean {
  if (host.address !== undefined) {
    return isSpecial(host.address) ? namesAddress(rule, host.address) : coversAddress(rule, host.address);
  }
  if (host.name === 'localhost') {
    return rule.kind === 'localhost' || (rule.kind === 'range' && isLoopback(rule.network));
  }
  return coversHost(rule, host);
}

function checkListen(listen: readonly ListenPattern[], text: string | undefined, port: number): NetworkTarget {
  const resource = `${text ?? ''}:${port}`;
  const rule = 'network.listen';
  const refusal = () => denied(resource, rule);
  const host = text === undefined || text === '' ? undefined : normalizeHost(text);
  if (host === undefined && text !== undefined && text !== '') throw denied(resource, 'no valid host');
  const admits = (address: string): boolean => {
    const parsed = parseAddress(address);
    return parsed !== undefined && listen.some((pattern) => coversListening(pattern, parsed, port));
  };
  if (host === undefined) {
    // No host is every interface, of both families.
    if (!listen.some((pattern) => coversListening(pattern, undefined, port))) throw refusal();
    return { host: '::', port, admits, refusal };
  }
  const candidates = host.address === undefined ? ['127.0.0.1', '::1'] : [host.name];
  if (host.address === undefined && host.name !== 'localhost') throw refusal();
  if (!candidates.some(admits)) throw refusal();
  return { host: host.name, port, admits, refusal };
}
