/** Errors of sockets, name lookup, HTTP and TLS. */
import { determineSpecificType } from './describe.ts';
import { makeNodeError } from './node-error.ts';
import { makeSystemError } from './system-error.ts';

export const ERR_DNS_SET_SERVERS_FAILED = /* @__PURE__ */ makeNodeError(
  'ERR_DNS_SET_SERVERS_FAILED',
  'c-ares failed to set servers: "%s" [%s]',
);
export const ERR_HTTP_BODY_NOT_ALLOWED = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_BODY_NOT_ALLOWED',
  'Adding content for this request method or response status is not allowed.',
);
export const ERR_HTTP_CONTENT_LENGTH_MISMATCH = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
  "Response body's content-length of %s byte(s) does not match the content-length of %s byte(s) set in header",
);
export const ERR_HTTP_HEADERS_SENT = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_HEADERS_SENT',
  'Cannot %s headers after they are sent to the client',
);
export const ERR_HTTP_INVALID_HEADER_VALUE = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_INVALID_HEADER_VALUE',
  'Invalid value "%s" for header "%s"',
  TypeError,
);
export const ERR_HTTP_INVALID_STATUS_CODE = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_INVALID_STATUS_CODE',
  'Invalid status code: %s',
  RangeError,
);
export const ERR_HTTP_REQUEST_TIMEOUT = /* @__PURE__ */ makeNodeError('ERR_HTTP_REQUEST_TIMEOUT', 'Request timeout');
export const ERR_HTTP_SOCKET_ASSIGNED = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_SOCKET_ASSIGNED',
  'ServerResponse has an already assigned socket',
);
export const ERR_HTTP_SOCKET_ENCODING = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_SOCKET_ENCODING',
  'Changing the socket encoding is not allowed per RFC7230 Section 3.',
);
export const ERR_HTTP_TRAILER_INVALID = /* @__PURE__ */ makeNodeError(
  'ERR_HTTP_TRAILER_INVALID',
  'Trailers are invalid with this transfer encoding',
);
export const ERR_INVALID_ADDRESS = /* @__PURE__ */ makeNodeError('ERR_INVALID_ADDRESS', 'Invalid address');
export const ERR_INVALID_ADDRESS_FAMILY = /* @__PURE__ */ makeNodeError<
  [family: unknown, host: string | undefined, port: number | undefined]
>(
  'ERR_INVALID_ADDRESS_FAMILY',
  function (family, host, port) {
    this['host'] = host;
    this['port'] = port;
    return `Invalid address family: ${family} ${host}:${port}`;
  },
  RangeError,
);
export const ERR_INVALID_CHAR = /* @__PURE__ */ makeNodeError<[name: string, field?: string]>(
  'ERR_INVALID_CHAR',
  (name, field) => `Invalid character in ${name}${field === undefined ? '' : ` ["${field}"]`}`,
  TypeError,
);
export const ERR_INVALID_HTTP_TOKEN = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_HTTP_TOKEN',
  '%s must be a valid HTTP token ["%s"]',
  TypeError,
);
export const ERR_INVALID_IP_ADDRESS = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_IP_ADDRESS',
  'Invalid IP address: %s',
  TypeError,
);
export const ERR_INVALID_PROTOCOL = /* @__PURE__ */ makeNodeError(
  'ERR_INVALID_PROTOCOL',
  'Protocol "%s" not supported. Expected "%s"',
  TypeError,
);
export const ERR_IP_BLOCKED = /* @__PURE__ */ makeNodeError('ERR_IP_BLOCKED', 'IP(%s) is blocked by net.BlockList');
export const ERR_PROXY_INVALID_CONFIG = /* @__PURE__ */ makeNodeError('ERR_PROXY_INVALID_CONFIG', '%s');
export const ERR_PROXY_TUNNEL = /* @__PURE__ */ makeNodeError('ERR_PROXY_TUNNEL', '%s');
export const ERR_SERVER_ALREADY_LISTEN = /* @__PURE__ */ makeNodeError(
  'ERR_SERVER_ALREADY_LISTEN',
  'Listen method has been called more than once without closing.',
);
export const ERR_SERVER_NOT_RUNNING = /* @__PURE__ */ makeNodeError('ERR_SERVER_NOT_RUNNING', 'Server is not running.');
export const ERR_SOCKET_ALREADY_BOUND = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_ALREADY_BOUND',
  'Socket is already bound',
);
export const ERR_SOCKET_BAD_BUFFER_SIZE = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_BAD_BUFFER_SIZE',
  'Buffer size must be a positive integer',
  TypeError,
);
export const ERR_SOCKET_BAD_PORT = /* @__PURE__ */ makeNodeError<[name: string, port: unknown, allowZero?: boolean]>(
  'ERR_SOCKET_BAD_PORT',
  (name, port, allowZero = true) =>
    `${name} should be ${allowZero ? '>=' : '>'} 0 and < 65536. Received ${determineSpecificType(port)}.`,
  RangeError,
);
export const ERR_SOCKET_BAD_TYPE = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_BAD_TYPE',
  'Bad socket type specified. Valid types are: udp4, udp6',
  TypeError,
);
export const ERR_SOCKET_BUFFER_SIZE = /* @__PURE__ */ makeSystemError(
  'ERR_SOCKET_BUFFER_SIZE',
  'Could not get or set buffer size',
);
export const ERR_SOCKET_CLOSED = /* @__PURE__ */ makeNodeError('ERR_SOCKET_CLOSED', 'Socket is closed');
export const ERR_SOCKET_CLOSED_BEFORE_CONNECTION = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_CLOSED_BEFORE_CONNECTION',
  'Socket closed before the connection was established',
);
export const ERR_SOCKET_CONNECTION_TIMEOUT = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_CONNECTION_TIMEOUT',
  'Socket connection timeout',
);
export const ERR_SOCKET_DGRAM_IS_CONNECTED = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_DGRAM_IS_CONNECTED',
  'Already connected',
);
export const ERR_SOCKET_DGRAM_NOT_CONNECTED = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_DGRAM_NOT_CONNECTED',
  'Not connected',
);
export const ERR_SOCKET_DGRAM_NOT_RUNNING = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_DGRAM_NOT_RUNNING',
  'Not running',
);
export const ERR_SOCKET_HANDLE_ADOPTED = /* @__PURE__ */ makeNodeError(
  'ERR_SOCKET_HANDLE_ADOPTED',
  'The bound socket has already been adopted by a server or socket',
);
export const ERR_UNESCAPED_CHARACTERS = /* @__PURE__ */ makeNodeError(
  'ERR_UNESCAPED_CHARACTERS',
  '%s contains unescaped characters',
  TypeError,
);

export const ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS',
  'The ALPNCallback and ALPNProtocols TLS options are mutually exclusive',
  TypeError,
);
export const ERR_TLS_CERT_ALTNAME_FORMAT = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_CERT_ALTNAME_FORMAT',
  'Invalid subject alternative name string',
  SyntaxError,
);
export const ERR_TLS_CERT_ALTNAME_INVALID = /* @__PURE__ */ makeNodeError<
  [reason: string, host: string, cert: unknown]
>('ERR_TLS_CERT_ALTNAME_INVALID', function (reason, host, cert) {
  Object.assign(this, { reason, host, cert });
  return `Hostname/IP does not match certificate's altnames: ${reason}`;
});
export const ERR_TLS_HANDSHAKE_TIMEOUT = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_HANDSHAKE_TIMEOUT',
  'TLS handshake timeout',
);
export const ERR_TLS_INVALID_CONTEXT = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_INVALID_CONTEXT',
  '%s must be a SecureContext',
  TypeError,
);
export const ERR_TLS_INVALID_PROTOCOL_VERSION = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_INVALID_PROTOCOL_VERSION',
  '%j is not a valid %s TLS protocol version',
  TypeError,
);
export const ERR_TLS_PROTOCOL_VERSION_CONFLICT = /* @__PURE__ */ makeNodeError(
  'ERR_TLS_PROTOCOL_VERSION_CONFLICT',
  'TLS protocol version %j conflicts with secureProtocol %j',
  TypeError,
);
