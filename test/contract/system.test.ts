import { openOurs } from './ours.ts';
import { systemContract } from './suite.ts';

systemContract(openOurs());
