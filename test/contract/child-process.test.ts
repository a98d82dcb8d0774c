import { describe } from 'vitest';
import { findBubblewrap } from '../../host-bridge/index.ts';
import { openOurs } from './ours.ts';
import { childProcessContract } from './suite.ts';

const bubblewrap = await findBubblewrap();

describe('unconfined', () => childProcessContract(openOurs('off')));
// Where the machine has bubblewrap, a confined child must look the same to the guest.
describe.runIf(bubblewrap !== undefined)('confined', () => childProcessContract(openOurs('required')));
