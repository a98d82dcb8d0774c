import { describe } from 'vitest';
import { describeContract } from '../../contract/index.ts';
import { findBubblewrap } from '../../host-bridge/index.ts';
import { openOurs } from './ours.ts';

const bubblewrap = await findBubblewrap();
const interfaces = ['child-process'];

describe('unconfined', () => describeContract(openOurs('off'), { interfaces }));
// Where the machine has bubblewrap, a confined child must look the same to the guest.
describe.runIf(bubblewrap !== undefined)('confined', () => describeContract(openOurs('required'), { interfaces }));
