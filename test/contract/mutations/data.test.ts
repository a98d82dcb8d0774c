import { dataMutants } from './data.ts';
import { testMutants } from './mutant.ts';

testMutants(dataMutants);
