import { readCell } from '@bulwark/runtime';
import { startCopy } from '../world/copies.ts';
import { serviceWith } from './job-service.ts';

/** A replica that begins its job and its lonely work and never ends them: for tests that kill it. */
const [, , folder = '', resources = ''] = process.argv;
const atWork: string[] = [];
const stay = (name: string) => async (): Promise<never> => {
  atWork.push(name);
  if (atWork.length === 2) process.send?.('at work');
  return new Promise(() => {});
};
await startCopy(serviceWith({ job: stay('job'), work: stay('work') }), {
  cell: readCell(folder),
  resources,
});
