import { openLogBench } from './test-log.ts';
import { contractOf } from './transport.contract.ts';

contractOf('log', openLogBench);
