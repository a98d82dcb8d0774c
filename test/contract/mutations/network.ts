import type { Message } from '../../../host-bridge/wit/zora-node-datagram.d.ts';
import type { Field, Request, Response } from '../../../host-bridge/wit/zora-node-http.d.ts';
import { type Mutant, onCall, onError, onResult, undroppable, withRights } from './mutant.ts';

const taken = new WeakMap<object, unknown>();

/** A method that gives once what it should give, and again what it gave. */
const twice = (id: string) =>
  onResult<object | undefined>(id, (stream, { self }) => {
    if (stream !== undefined) taken.set(self as object, stream);
    return taken.get(self as object);
  });

/** Broken requests, sockets, look-ups and TLS. */
export const networkMutants: readonly Mutant[] = [
  {
    name: 'a host that is not listed is asked',
    interface: 'http',
    fails: ['denies a host that is not listed', 'holds every request', 'denies a name that leads'],
    break: withRights((rights) => ({
      ...rights,
      network: { allow: ['*', '127.0.0.1', ...(rights.network?.allow ?? [])] },
    })),
  },
  {
    name: 'a redirect looks like an answer',
    interface: 'http',
    fails: ['does not follow a redirect'],
    break: onResult<Response | undefined>('http#[method]exchange.response', (response) =>
      response?.status === 302 ? { ...response, status: 200 } : response,
    ),
  },
  {
    name: 'fields come in another order',
    interface: 'http',
    fails: ['fields in their order'],
    break: onResult<Response | undefined>(
      'http#[method]exchange.response',
      (response) => response && { ...response, headers: response.headers.toReversed() },
    ),
  },
  {
    name: 'the status is a word',
    interface: 'http',
    fails: [
      'gives',
      'sends',
      'decodes',
      'leaves encoded',
      'stops a body',
      'does not follow',
      'fails the stream',
      'denies a name',
      'holds every request',
      'has several requests',
      'no more requests',
      'closes the connection',
      'ends what is under way',
    ],
    break: onResult<Response | undefined>(
      'http#[method]exchange.response',
      (response) => response && { ...response, status: String(response.status) },
    ),
  },
  {
    name: 'the body is not limited',
    interface: 'http',
    fails: ['stops a body that unfolds'],
    break: withRights(({ limits, ...rights }) =>
      limits?.['bodyBytes'] ? rights : { ...rights, ...(limits ? { limits } : {}) },
    ),
  },
  {
    name: 'requests are not counted',
    interface: 'http',
    fails: ['no more requests under way'],
    break: withRights(({ limits, ...rights }) =>
      limits?.['requests'] ? rights : { ...rights, ...(limits ? { limits } : {}) },
    ),
  },
  {
    name: 'bodies are not decoded',
    interface: 'http',
    fails: ['decodes', 'fails the stream on what cannot be decoded', 'stops a body that unfolds'],
    break: onCall('http#send', ({ self, args: [request], proceed }) =>
      proceed(self, [{ ...(request as Request), decompress: false }]),
    ),
  },
  {
    name: 'the body of a request is given twice',
    interface: 'http',
    fails: ['sends a body'],
    break: twice('http#[method]exchange.body'),
  },
  {
    name: 'trailers are lost',
    interface: 'http',
    fails: ['gives trailers'],
    break: onResult<Field[]>('http#[method]exchange.trailers', () => []),
  },
  {
    name: 'an exchange that was dropped goes on',
    interface: 'http',
    fails: [
      'no more requests under way',
      'closes the connection',
      'dropped › zora:node/http#[method]exchange.response',
    ],
    break: undroppable('exchange'),
  },
  {
    name: 'an argument that no shim passes is the system’s affair',
    interface: 'http',
    fails: ['refuses'],
    break: onError('http#send', (payload) =>
      payload.tag === 'invalid-argument'
        ? { tag: 'system', val: { code: 'EINVAL', errno: -22, syscall: 'request', message: '' } }
        : payload,
    ),
  },
  {
    name: 'a name that is not known is a denial',
    interface: 'http',
    fails: ['when a name is not known', 'when nobody listens', 'does not answer in time', 'ends what is under way'],
    break: onError('http#[method]exchange.response', (payload) =>
      payload.tag === 'system' ? { tag: 'denied', val: { permission: 'net', resource: '' } } : payload,
    ),
  },
  {
    name: 'an address that is not listed is connected to',
    interface: 'network',
    fails: ['denies an address that is not listed'],
    break: onError('network#[method]connection.status', (payload) =>
      payload.tag === 'denied'
        ? { tag: 'system', val: { code: 'ETIMEDOUT', errno: -110, syscall: 'connect', message: '' } }
        : payload,
    ),
  },
  {
    name: 'sockets are not counted',
    interface: 'network',
    fails: ['no more sockets'],
    break: withRights(({ limits: _, ...rights }) => rights),
  },
  {
    name: 'the input of a connection is given twice',
    interface: 'network',
    fails: ['has its streams once'],
    break: twice('network#[method]connection.input'),
  },
  {
    name: 'a refused connection timed out',
    interface: 'network',
    fails: ['nobody there'],
    break: onError('network#[method]connection.status', ({ tag, val }) =>
      tag === 'system' ? { tag, val: { ...(val as object), code: 'ETIMEDOUT' } } : { tag, val },
    ),
  },
  {
    name: 'the far end is not known',
    interface: 'network',
    fails: ['has its streams once'],
    break: onResult('network#[method]connection.remote', () => undefined),
  },
  {
    name: 'datagrams are cut',
    interface: 'datagram',
    fails: ['datagrams keep their bounds', 'what a socket is bound to', 'a connected socket sends'],
    break: onResult<Message[]>('datagram#[method]udp-socket.receive', (messages) =>
      messages.map((message) => ({ ...message, data: message.data.slice(0, 2) })),
    ),
  },
  {
    name: 'a place that is not allowed is bound',
    interface: 'datagram',
    fails: ['what the token does not allow'],
    break: onError('datagram#[method]udp-socket.bind', (payload) => (payload.tag === 'denied' ? undefined : payload)),
  },
  {
    name: 'a socket for datagrams that was dropped is used',
    interface: 'datagram',
    fails: ['a dropped socket', 'dropped › zora:node/datagram#[method]udp-socket.'],
    break: undroppable('udp-socket'),
  },
  {
    name: 'a name that is not allowed is looked up',
    interface: 'name-lookup',
    fails: ['looks up nothing that is not allowed', 'asks no server', 'for a family that there is not'],
    break: onError(
      'name-lookup#[method]query.answer',
      (payload) => (payload.tag === 'denied' ? undefined : payload),
      () => ({ tag: 'addresses', val: [] }),
    ),
  },
  {
    name: 'the servers of the host are shown',
    interface: 'name-lookup',
    fails: ['asks the servers that the guest has set', 'refuses servers'],
    break: onResult<string[]>('name-lookup#[method]resolver.servers', (servers) =>
      servers.length === 0 ? ['10.0.0.53'] : servers,
    ),
  },
  {
    name: 'cancelling does nothing',
    interface: 'name-lookup',
    fails: ['ends what is under way when it is cancelled'],
    break: onCall('name-lookup#[method]resolver.cancel', () => undefined),
  },
  {
    name: 'a certificate that nobody trusts is good',
    interface: 'tls',
    fails: ['whom the client does not trust'],
    break: onResult<object>('tls#[method]engine.facts', (facts) => ({ ...facts, verifyError: undefined })),
  },
  {
    name: 'ticket keys of any size are taken',
    interface: 'tls',
    fails: ['has tickets, authorities', 'dropped › zora:node/tls#[method]secure-context.set-ticket-keys'],
    break: onError('tls#[method]secure-context.set-ticket-keys', () => undefined),
  },
  {
    name: 'a context that was dropped is used',
    interface: 'tls',
    fails: [
      'dropped › zora:node/tls#[method]secure-context.add-ca',
      'dropped › zora:node/tls#[method]secure-context.ticket-keys',
    ],
    break: undroppable('secure-context'),
  },
];
