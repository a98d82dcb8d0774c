import { testMutants } from './mutant.ts';
import { workerMutants } from './workers.ts';

testMutants(workerMutants);
