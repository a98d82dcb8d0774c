/** A component as the contract of guests sees it. */
import type { State } from '../../host-bridge/wit/zora-node-reactor.d.ts';
import type { Imports, Rights } from '../host.ts';

/** What a component of a tool exports. */
export interface GuestExports {
  reactor: { turn(ready: Uint32Array): Promise<State> };
  tool: { describe(): Promise<void>; invoke(name: string, input: string): Promise<void> };
}

/** Makes a fresh instance of the component over a host's imports. */
export type Instantiate = (imports: Imports) => GuestExports | Promise<GuestExports>;

/** A call that the component under test has to answer. */
export interface GuestCall {
  /** For the test's name. */
  title: string;
  /** The tool; the component's only one by default. */
  tool?: string | undefined;
  /** Any value that has a JSON form. */
  input: unknown;
  /** What it may do. */
  rights?: Rights | undefined;
}
