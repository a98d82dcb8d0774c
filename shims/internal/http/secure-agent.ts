/**
 * `https.Agent`: connections over TLS, and the sessions to resume them.
 *
 * https://nodejs.org/api/https.html#class-httpsagent
 */
import { type AgentLike, type AgentOptions, Agent as HttpAgentClass } from './agent.ts';
import { defineClass } from './define-class.ts';
import { tls } from './secure.ts';
import type { HttpSocket } from './types.ts';

/** On options and sockets of a request with its own `checkServerIdentity`: they are not shared. */
export const kOwnIdentityCheck: unique symbol = Symbol('per-request checkServerIdentity') as never;

type SecureOptions = AgentOptions & { [kOwnIdentityCheck]?: number };
type SecureSocket = HttpSocket & { [kOwnIdentityCheck]?: boolean };

export interface SecureAgentLike extends AgentLike {
  maxCachedSessions: number;
  _sessionCache: { map: Record<string, unknown>; list: string[] };
  _getSession(key: string): unknown;
  _cacheSession(key: string, session: unknown): void;
  _evictSession(key: string): void;
}

const HttpAgent = HttpAgentClass as unknown as { prototype: AgentLike } & ((
  this: unknown,
  options: AgentOptions,
) => void);

function AgentFunction(this: SecureAgentLike, given?: AgentOptions): unknown {
  if (!(this instanceof AgentFunction)) return new Agent(given);
  const options = { __proto__: null, ...given } as AgentOptions;
  options['defaultPort'] ??= 443;
  options['protocol'] ??= 'https:';
  HttpAgent.call(this, options);
  this.maxCachedSessions = (this.options['maxCachedSessions'] as number | undefined) ?? 100;
  this._sessionCache = { map: {}, list: [] };
  return undefined;
}

/** Options that make two connections different, in the order of Node's names. */
const NAMED = [
  'ca',
  'cert',
  'clientCertEngine',
  'ciphers',
  'key',
  'pfx',
  'rejectUnauthorized',
  'servername',
  'minVersion',
  'maxVersion',
  'secureProtocol',
  'crl',
  'honorCipherOrder',
  'ecdhCurve',
  'dhparam',
  'secureOptions',
  'sessionIdContext',
  'sigalgs',
  'privateKeyIdentifier',
  'privateKeyEngine',
];
/** Those of which `false` and `0` say something, too. */
const ANY_VALUE = ['rejectUnauthorized', 'honorCipherOrder', 'secureOptions'];

function pfxKey(pfx: unknown, passphrase: unknown): string {
  if (!Array.isArray(pfx)) return String(pfx);
  return pfx
    .map((value: { buf?: unknown; passphrase?: unknown } | undefined) => {
      return `:${value?.buf || value}:${value?.passphrase || passphrase}`;
    })
    .join('');
}

function nameOf(option: string, options: AgentOptions): string {
  const value = options[option];
  if (ANY_VALUE.includes(option) ? value === undefined : !value) return '';
  if (option === 'servername' && value === options.host) return '';
  if (option === 'pfx') return pfxKey(value, options['passphrase']);
  return option === 'sigalgs' ? JSON.stringify(value) : String(value);
}

/** The legacy signature is `(port, host, options)`, each of them optional. */
function readArguments(args: unknown[]): SecureOptions {
  const given = args.slice(0, 3).findIndex((value) => value !== null && typeof value === 'object');
  const options = (given === 0 ? args[0] : { ...((args[given] as object) ?? {}) }) as SecureOptions;
  if (typeof args[0] === 'number') options.port = args[0];
  if (typeof args[1] === 'string') options.host = args[1];
  return options;
}

const methods = {
  createConnection(this: SecureAgentLike, ...args: unknown[]): HttpSocket {
    let options = readArguments(args);
    const key = options['_agentKey'] as string | undefined;
    const resumes = key && !options[kOwnIdentityCheck];
    const session = resumes ? this._getSession(key) : undefined;
    if (session) options = { session, ...options };
    const socket = tls.connect(options) as SecureSocket;
    if (options[kOwnIdentityCheck]) socket[kOwnIdentityCheck] = true;
    if (!resumes) return socket;
    socket.on('session', (made: unknown) => this._cacheSession(key, made));
    socket.once('close', (error?: unknown) => {
      if (error) this._evictSession(key);
    });
    return socket;
  },

  keepSocketAlive(this: SecureAgentLike, socket: SecureSocket): boolean {
    return !socket[kOwnIdentityCheck] && HttpAgent.prototype.keepSocketAlive.call(this, socket);
  },

  getName(this: SecureAgentLike, options: SecureOptions = {}): string {
    let name = HttpAgent.prototype.getName.call(this, options);
    for (const option of NAMED) name += `:${nameOf(option, options)}`;
    return options[kOwnIdentityCheck] ? `${name}:${options[kOwnIdentityCheck]}` : name;
  },

  _getSession(this: SecureAgentLike, key: string): unknown {
    return this._sessionCache.map[key];
  },

  _cacheSession(this: SecureAgentLike, key: string, session: unknown): void {
    if (this.maxCachedSessions === 0) return;
    const { map, list } = this._sessionCache;
    if (!map[key]) {
      if (list.length >= this.maxCachedSessions) delete map[list.shift() as string];
      list.push(key);
    }
    map[key] = session;
  },

  _evictSession(this: SecureAgentLike, key: string): void {
    const { map, list } = this._sessionCache;
    const index = list.indexOf(key);
    if (index === -1) return;
    list.splice(index, 1);
    delete map[key];
  },
};
export const Agent = /* @__PURE__ */ defineClass<{
  new (options?: AgentOptions): SecureAgentLike;
  prototype: SecureAgentLike;
}>(AgentFunction, 'Agent', HttpAgentClass, methods);

let current: SecureAgentLike | undefined;

/** https://nodejs.org/api/https.html#httpsglobalagent */
export function globalAgent(): SecureAgentLike {
  return (current ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }));
}

/** Puts another agent in its place. */
export function setGlobalAgent(agent: SecureAgentLike): void {
  current = agent;
}
