import { expect, test } from 'vitest';
import { readPackage } from '../../../contract/index.ts';
import { dataMutants } from './data.ts';
import { networkMutants } from './network.ts';
import { processMutants } from './processes.ts';
import { streamMutants } from './streams.ts';
import { workerMutants } from './workers.ts';

test('there are mutants of every interface that guests import', () => {
  const mutants = [...streamMutants, ...processMutants, ...networkMutants, ...dataMutants, ...workerMutants];
  expect(mutants.length).toBeGreaterThan(100);
  const { imports, interfaces } = readPackage();
  const withFunctions = imports.filter((name) => (interfaces.get(name)?.functions.length ?? 0) > 0);
  const broken = new Set(mutants.map((mutant) => mutant.interface));
  expect(withFunctions.filter((name) => !broken.has(name))).toEqual([]);
});
