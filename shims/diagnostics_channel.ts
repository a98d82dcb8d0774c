/**
 * `node:diagnostics_channel`.
 *
 * https://nodejs.org/api/diagnostics_channel.html
 */
import { Channel, type ChannelName, channel, hasSubscribers } from './internal/diagnostics_channel/channel.ts';
import { tracingChannel } from './internal/diagnostics_channel/tracing-channel.ts';

/** Adds a subscriber to the channel of that name, which stays as long as it has any. */
export function subscribe(name: ChannelName, subscription: unknown): void {
  channel(name).subscribe(subscription);
}

/** Takes a subscriber away; whether it was there. */
export function unsubscribe(name: ChannelName, subscription: unknown): boolean {
  return channel(name).unsubscribe(subscription);
}

export { Channel, channel, hasSubscribers, tracingChannel };
export default { Channel, channel, hasSubscribers, subscribe, tracingChannel, unsubscribe };
