import { datagramContract } from './datagram.ts';
import { openOurs } from './ours.ts';

datagramContract(openOurs());
