/** https://nodejs.org/api/globals.html#class-messagechannel */
export { MessageChannel, MessagePort } from '../internal/message-channel.ts';
export { MessageEvent } from '../internal/message-event.ts';
