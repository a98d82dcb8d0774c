import { networkContract } from './network.ts';
import { openOurs } from './ours.ts';

networkContract(openOurs());
