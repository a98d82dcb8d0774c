/** `zora:node/reactor-host`. */

/** Gives the pollable's handle away. */
// @ts-ignore: decorator
@external("zora:node/reactor-host@0.1.0", "watch")
export declare function watch(pollable: i32, token: u32): void;
// @ts-ignore: decorator
@external("zora:node/reactor-host@0.1.0", "unwatch")
export declare function unwatch(token: u32): void;
