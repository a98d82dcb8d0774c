import { describeContract } from '../../contract/index.ts';
import { openOurs } from './ours.ts';

describeContract(openOurs(), { interfaces: ['workers'] });
