/** The globals of WebSockets: https://nodejs.org/api/globals.html#class-websocket */
export { CloseEvent, ErrorEvent } from '../internal/web-socket/events.ts';
export { WebSocket } from '../internal/web-socket/web-socket.ts';
