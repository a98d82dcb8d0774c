/** The host's facts of `zora:node/os`, read once, when first asked for. */
import { getMachine, type Machine } from 'zora:node/os@0.1.0';
import { assertStarted } from '../instance.ts';

let facts: Machine | undefined;

/** What the instance may know of the machine. */
export function machine(): Machine {
  if (facts === undefined) {
    assertStarted('information about the machine');
    facts = getMachine();
  }
  return facts;
}
