import type { Sql } from '@bulwark/db';
import { readFigures } from '@bulwark/events';
import { readJobs } from '../jobs/job-repository.ts';
import { createMeter, type Figure, type Meter } from './index.ts';

const seconds = (moment: string | null): number => (moment ? Date.parse(moment) / 1000 : 0);

/** What one service of a tenant tells at its peer's `/metrics`. */
export const meterOf = (sql: Sql, now: () => Date): Meter =>
  createMeter({
    requests: {
      name: 'bulwark_request_seconds',
      help: 'Requests of browsers, by how long they took',
      labels: ['method', 'route', 'status'],
    },
    gauges: {
      bulwark_database_up: { help: '1 when the service reaches its schema', labels: [] },
      bulwark_outbox_waiting: { help: 'Entries not handed to the bus yet', labels: ['stream'] },
      bulwark_outbox_waiting_seconds: { help: 'Age of the oldest of them', labels: ['stream'] },
      bulwark_outbox_rows: { help: 'Entries kept, handed over or not', labels: ['stream'] },
      bulwark_lane_number: { help: 'Number of the newest entry', labels: ['stream'] },
      bulwark_consumed_number: { help: 'Last entry made its own', labels: ['lane'] },
      bulwark_parked_events: { help: 'Events that could not be consumed', labels: ['lane'] },
      bulwark_job_succeeded_seconds: {
        help: 'When a job last succeeded, seconds since 1970; 0 when never',
        labels: ['job'],
      },
      bulwark_job_due_seconds: { help: 'When it is due, seconds since 1970', labels: ['job'] },
      bulwark_job_attempts: { help: 'Attempts of the run that is due', labels: ['job'] },
    },
    read: () =>
      figuresOf(sql, now()).then(
        (figures) => [{ name: 'bulwark_database_up', value: 1 }, ...figures],
        () => [{ name: 'bulwark_database_up', value: 0 }],
      ),
  });

const figuresOf = async (sql: Sql, now: Date): Promise<Figure[]> => {
  const { streams, consumed, parked } = await readFigures(sql);
  const jobs = await readJobs(sql);
  const of = (name: string, labels: Record<string, string>, value: number): Figure => ({
    name,
    labels,
    value,
  });
  return [
    ...streams.flatMap(({ stream, newest, waiting, oldest, rows }) => [
      of('bulwark_lane_number', { stream }, newest),
      of('bulwark_outbox_rows', { stream }, rows),
      of('bulwark_outbox_waiting', { stream }, waiting),
      of(
        'bulwark_outbox_waiting_seconds',
        { stream },
        oldest ? Math.max(0, now.getTime() / 1000 - seconds(oldest)) : 0,
      ),
    ]),
    ...consumed.map(({ lane, n }) => of('bulwark_consumed_number', { lane }, n)),
    ...parked.map(({ lane, count }) => of('bulwark_parked_events', { lane }, count)),
    ...jobs.flatMap(({ name: job, due, attempt, succeeded }) => [
      of('bulwark_job_succeeded_seconds', { job }, seconds(succeeded)),
      of('bulwark_job_due_seconds', { job }, seconds(due)),
      of('bulwark_job_attempts', { job }, attempt),
    ]),
  ];
};
