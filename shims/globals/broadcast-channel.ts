/** https://nodejs.org/api/globals.html#broadcastchannel */
export { BroadcastChannel } from '../internal/worker_threads/broadcast-channel.ts';
