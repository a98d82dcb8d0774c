import { openOurs } from './ours.ts';
import { toolHostContract } from './suite.ts';

toolHostContract(openOurs());
