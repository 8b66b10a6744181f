import type { Declared, Registry, Spent } from './registry.ts';

export type { Declared, Figure, Spent } from './registry.ts';

/** What a process tells of itself in numbers, in Prometheus' text format. */
export type Meter = {
  /** Notes one answered request, or another work of some length. */
  readonly observe: (spent: Spent) => void;
  /** Counts one more. */
  readonly count: (name: string, labels: Readonly<Record<string, string>>) => void;
  readonly text: () => Promise<string>;
};

/**
 * Counts from its first scrape on: rates need two samples, so nothing is lost by it, and a process that nobody asks never
 * loads the library.
 */
export const createMeter = (declared: Declared): Meter => {
  let registry: Registry | null = null;
  let opening: Promise<Registry> | null = null;
  const open = async (): Promise<Registry> => {
    const { openRegistry } = await import('./registry.ts');
    registry = openRegistry(declared);
    return registry;
  };
  return {
    observe: (spent) => registry?.observe(spent),
    count: (name, labels) => registry?.count(name, labels),
    text: async () => {
      opening ??= open();
      return await (await opening).text();
    },
  };
};

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
