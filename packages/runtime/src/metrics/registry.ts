import { performance } from 'node:perf_hooks';
import { Counter, Gauge, Histogram, Registry as Prometheus } from 'prom-client';

type Labels = Readonly<Record<string, string>>;
type Described = { readonly help: string; readonly labels: readonly string[] };

export type Spent = { readonly labels: Labels; readonly seconds: number };
export type Figure = { readonly name: string; readonly labels?: Labels; readonly value: number };

export type Declared = {
  /** The histogram of requests. */
  readonly requests: Described & { readonly name: string };
  readonly counters?: Readonly<Record<string, Described>>;
  readonly gauges?: Readonly<Record<string, Described>>;
  /** Values of the gauges, read when somebody asks. */
  readonly read?: () => Promise<readonly Figure[]>;
};

const BUCKETS = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export const openRegistry = ({ requests, counters = {}, gauges = {}, read }: Declared) => {
  const registry = new Prometheus();
  const { labels: labelNames, ...named } = requests;
  const registers = [registry];
  const histogram = new Histogram({ ...named, labelNames, buckets: BUCKETS, registers });
  const countersByName = new Map(
    Object.entries(counters).map(([name, { help, labels }]) => [
      name,
      new Counter({ name, help, labelNames: labels, registers }),
    ]),
  );
  const gaugesByName = new Map(
    Object.entries({ ...gauges, ...PROCESS }).map(([name, { help, labels }]) => [
      name,
      new Gauge({ name, help, labelNames: labels, registers }),
    ]),
  );
  return {
    observe: ({ labels, seconds }: Spent): void => histogram.observe(labels, seconds),
    count: (name: string, labels: Labels): void => countersByName.get(name)?.inc(labels),
    text: async (): Promise<string> => {
      const figures = [...processFigures(), ...((await read?.()) ?? [])];
      for (const gauge of gaugesByName.values()) gauge.reset();
      for (const { name, labels = {}, value } of figures)
        gaugesByName.get(name)?.set(labels, value);
      return await registry.metrics();
    },
  };
};
export type Registry = ReturnType<typeof openRegistry>;

const PROCESS: Readonly<Record<string, Described>> = {
  process_resident_memory_bytes: { help: 'Resident memory', labels: [] },
  process_cpu_seconds: { help: 'CPU used since the start', labels: [] },
  process_start_time_seconds: { help: 'Start, seconds since 1970', labels: [] },
  nodejs_heap_used_bytes: { help: 'Heap in use', labels: [] },
  nodejs_eventloop_utilization_ratio: {
    help: 'Share of the time since the start in which the event loop was busy',
    labels: [],
  },
};

/** Only what costs nothing while nobody asks: no timers, no observers. */
const processFigures = (): Figure[] => {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return [
    { name: 'process_resident_memory_bytes', value: rss },
    { name: 'process_cpu_seconds', value: (user + system) / 1e6 },
    { name: 'process_start_time_seconds', value: performance.timeOrigin / 1000 },
    { name: 'nodejs_heap_used_bytes', value: heapUsed },
    {
      name: 'nodejs_eventloop_utilization_ratio',
      value: performance.eventLoopUtilization().utilization,
    },
  ];
};
