import { intlContract } from './intl.ts';
import { openOurs } from './ours.ts';

intlContract(openOurs());
