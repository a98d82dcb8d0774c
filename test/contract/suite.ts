/**
 * The contract of the WIT package `zora:node`, for any host: each function declares the tests of one interface against
 * the instances that it is given the means to open. See `ours.ts` for how a host plugs in.
 */
export type { Imports, Instance, OpenInstance, Rights } from './host.ts';
export { childProcessContract } from './suites/child-process.ts';
export { httpContract } from './suites/http.ts';
export { ioContract } from './suites/io.ts';
export { reactorContract } from './suites/reactor.ts';
export { systemContract } from './suites/system.ts';
export { toolHostContract } from './suites/tool-host.ts';
