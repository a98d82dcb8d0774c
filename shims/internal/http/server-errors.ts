/** What a server says to a client that it does not understand. https://nodejs.org/api/http.html#event-clienterror */
import { STATUS_CODES } from './status-codes.ts';
import type { HttpSocket } from './types.ts';

const STATUS_OF: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const ignore = (): void => {};

/** Leaves `error` to the program, or answers it and closes the connection. */
export function answerError(socket: HttpSocket, error: Error & { code?: string }): void {
  if (socket.listenerCount('error', ignore) === 0) socket.on('error', ignore);
  if (socket.server?.emit('clientError', error, socket)) return;
  // Half a response must not be followed by another.
  if (socket.writable && !socket._httpMessage?._headerSent) {
    const status = STATUS_OF[error.code ?? ''] ?? 400;
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`, 'latin1');
  }
  socket.destroy(error);
}
