import { testMutants } from './mutant.ts';
import { networkMutants } from './network.ts';

testMutants(networkMutants);
