import { openOurs } from './ours.ts';
import { reactorContract } from './suite.ts';

reactorContract(openOurs());
