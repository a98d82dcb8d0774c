/** `dns.lookup` and `dns.lookupService`, with callbacks. https://nodejs.org/api/dns.html#dnslookuphostname-options-callback */
import { lookup as hostLookup, lookupService as hostLookupService } from 'zora:node/name-lookup@0.1.0';
import { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } from '../errors.ts';
import { nextTick } from '../loop.ts';
import { isIP } from '../net/ip.ts';
import { beginWork } from '../performance/observed.ts';
import { emitWarning } from '../process/emit-warning.ts';
import {
  validateBoolean,
  validateFunction,
  validateNumber,
  validateOneOf,
  validatePort,
  validateString,
} from '../validators.ts';
import { getDefaultResultOrder, inOrder, type LookupAddress, ORDERS, type Order } from './order.ts';
import { awaitQuery, type Request } from './query.ts';

export const ADDRCONFIG = 32;
export const ALL = 16;
export const V4MAPPED = 8;

/** What a look-up may be told. */
export interface LookupOptions {
  family?: number | 'IPv4' | 'IPv6';
  hints?: number;
  all?: boolean;
  order?: Order;
  verbatim?: boolean;
}

/** A look-up whose arguments are in order. */
export interface Lookup {
  hostname: string;
  family: number;
  hints: number;
  all: boolean;
  order: Order;
}

type LookupCallback = (error: Error | null, address?: string | null | LookupAddress[], family?: number) => void;

const FAMILIES: readonly unknown[] = [0, 4, 6];

let warned = false;

/** A name that is empty gives an answer nobody asked for; one day it will be an error. */
function warnOfEmptyName(hostname: unknown): void {
  if (warned) return;
  warned = true;
  emitWarning(
    `The provided hostname "${String(hostname)}" is not a valid hostname, and is supported in the dns module solely for compatibility.`,
    'DeprecationWarning',
    'DEP0118',
  );
}

/** Checks the arguments of a look-up. @throws ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE */
export function checkLookup(hostname: unknown, options: unknown): Lookup {
  if (hostname) validateString(hostname, 'hostname');
  const result: Lookup = {
    hostname: hostname as string,
    family: 0,
    hints: 0,
    all: false,
    order: getDefaultResultOrder(),
  };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', FAMILIES);
    result.family = options;
  } else if (options !== undefined && typeof options !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  } else if (options) applyOptions(result, options as LookupOptions);
  if (!hostname) warnOfEmptyName(hostname);
  return result;
}

function applyOptions(result: Lookup, { hints, family, all, verbatim, order }: LookupOptions): void {
  if (hints !== undefined && hints !== null) {
    validateNumber(hints, 'options.hints');
    result.hints = hints >>> 0;
    if (result.hints & ~(ADDRCONFIG | ALL | V4MAPPED)) throw new ERR_INVALID_ARG_VALUE('hints', result.hints);
  }
  if (family !== undefined && family !== null) {
    if (family === 'IPv4') result.family = 4;
    else if (family === 'IPv6') result.family = 6;
    else {
      validateOneOf(family, 'options.family', FAMILIES);
      result.family = family as number;
    }
  }
  if (all !== undefined && all !== null) {
    validateBoolean(all, 'options.all');
    result.all = all;
  }
  if (verbatim !== undefined && verbatim !== null) {
    validateBoolean(verbatim, 'options.verbatim');
    result.order = verbatim ? 'verbatim' : 'ipv4first';
  }
  if (order !== undefined && order !== null) {
    validateOneOf(order, 'options.order', ORDERS);
    result.order = order;
  }
}

/** What needs no look-up: the empty name, and addresses. */
export function knownAnswer({ hostname }: Lookup): LookupAddress | null | undefined {
  if (!hostname) return null;
  const kind = isIP(hostname);
  return kind === 0 ? undefined : { address: hostname, family: kind };
}

/** Asks the host; `done` gets every address. */
export function askHost(look: Lookup, done: (error: Error | null, addresses: LookupAddress[]) => void): void {
  const { hostname, family, hints, order } = look;
  const finished = beginWork('dns', 'lookup', { hostname, family, hints, verbatim: order === 'verbatim', order });
  awaitQuery(hostLookup(hostname.toWellFormed(), family, hints), hostname, (error, answer) => {
    const addresses = inOrder(answer?.tag === 'addresses' ? answer.val : [], order);
    if (!error) finished?.({ addresses: look.all ? addresses : addresses.map(({ address }) => address) });
    done(error, addresses);
  });
}

/** https://nodejs.org/api/dns.html#dnslookuphostname-options-callback */
export function lookup(hostname: unknown, options: unknown, callback?: unknown): Request {
  let done: unknown = callback;
  let given = options;
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    done = options;
    given = undefined;
  }
  if (typeof given !== 'number') validateFunction(done, 'callback');
  const look = checkLookup(hostname, given);
  validateFunction(done, 'callback');
  const call = done as LookupCallback;
  const known = knownAnswer(look);
  if (known === null) {
    if (look.all) nextTick(call as never, null, []);
    else nextTick(call as never, null, null, look.family === 6 ? 6 : 4);
    return {};
  }
  if (known !== undefined) {
    if (look.all) nextTick(call as never, null, [known]);
    else nextTick(call as never, null, known.address, known.family);
    return {};
  }
  askHost(look, (error, addresses) => {
    if (error) call(error);
    else if (look.all) call(null, addresses);
    else call(null, addresses[0]?.address, addresses[0]?.family);
  });
  return { callback: call, family: look.family, hostname: look.hostname };
}

/** Checks the arguments of `lookupService` and asks the host. */
export function askService(
  address: unknown,
  port: unknown,
  done: (error: Error | null, hostname?: string, service?: string) => void,
): void {
  const number = validatePort(port);
  const finished = beginWork('dns', 'lookupService', { host: address, port: number });
  awaitQuery(hostLookupService(address as string, number), address as string, (error, answer) => {
    if (error || answer?.tag !== 'service') return done(error);
    const [hostname, service] = answer.val;
    finished?.({ hostname, service });
    done(null, hostname, service);
  });
}

/** https://nodejs.org/api/dns.html#dnslookupserviceaddress-port-callback */
export function lookupService(address: unknown, port: unknown, callback: unknown): Request {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
  validateFunction(callback, 'callback');
  askService(address, port, callback as never);
  return { callback, hostname: address };
}
