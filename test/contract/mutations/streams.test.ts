import { testMutants } from './mutant.ts';
import { streamMutants } from './streams.ts';

testMutants(streamMutants);
