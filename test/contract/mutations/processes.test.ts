import { testMutants } from './mutant.ts';
import { processMutants } from './processes.ts';

testMutants(processMutants);
