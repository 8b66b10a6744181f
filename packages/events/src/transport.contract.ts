import { describe } from '@jest/globals';
import { deliveryContract } from './contract-delivery.ts';
import { faultsContract } from './contract-faults.ts';
import { type Bench, useBench } from './test-bench.ts';

export type { Bench };

/** What every transport promises: at least once, in the order of the lane, whatever happens in between. */
export const contractOf = (name: string, openBench: () => Promise<Bench>): void => {
  describe(`over ${name}`, () => {
    const scene = useBench(name, openBench);
    deliveryContract(scene);
    faultsContract(scene);
  });
};
