import { fileSystemContract } from './file-system.ts';
import { openOurs } from './ours.ts';

fileSystemContract(openOurs());
