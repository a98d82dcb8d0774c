/** `zora:node/reactor-host`: what the guest asks of the loop that drives it. */
import type { HostReactor } from './internal/reactor-driver.ts';
import { Pollable } from './io.ts';
import type * as ReactorHost from './wit/zora-node-reactor-host.d.ts';

/** The interface for the guest that `reactor` drives. */
export function createReactorHost(reactor: HostReactor): typeof ReactorHost {
  return {
    watch: (pollable, token) => reactor.watch(Pollable.readinessOf(pollable), token >>> 0),
    unwatch: (token) => reactor.unwatch(token >>> 0),
    wake: () => reactor.wake(),
  };
}
