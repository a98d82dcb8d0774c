import { openOurs } from './ours.ts';
import { ioContract } from './suite.ts';

ioContract(openOurs());
