import { openOurs } from './ours.ts';
import { httpContract } from './suite.ts';

httpContract(openOurs());
