import { readdirSync, readFileSync } from 'node:fs';

/** What a process costs: PSS in MiB, and its CPU since it began in milliseconds (all threads, from schedstat). */
export type Cost = { readonly pssMiB: number; readonly cpuMs: number };

export const costOf = (pid: number): Cost => {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  const pss = Number(/^Pss:\s+(\d+) kB/m.exec(rollup)?.[1] ?? 0);
  const tasks = readdirSync(`/proc/${pid}/task`);
  const cpu = tasks.reduce((sum, task) => {
    const [ran = '0'] = readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ');
    return sum + Number(ran);
  }, 0);
  return { pssMiB: pss / 1024, cpuMs: cpu / 1e6 };
};

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
