import type { Sql } from '@bulwark/db';
import { type Route, route } from '@bulwark/http';
import { type RecordType, z } from '@bulwark/record';
import type { Method } from '../types/risk-method.ts';
import { countCells } from './heatmap-repository.ts';

const label = z.object({ value: z.int(), label: z.string() });
const cell = z.object({ likelihood: z.int(), impact: z.int(), count: z.int() });

/** How risks are rated, and where they stand. */
export const riskRoutes = (
  types: readonly RecordType[],
  { sql, method }: { sql: Sql; method: Method },
): Route[] => [
  route({
    method: 'GET',
    path: '/method',
    summary: 'The method by which risks are rated: scales, matrix, levels',
    permission: 'registers:view',
    audit: { when: 'visit', page: 'risks' },
    response: z.object({
      name: z.string(),
      likelihood: z.array(label),
      impact: z.array(label),
      matrix: z.array(z.array(z.string())),
      levels: z.array(z.object({ value: z.string(), label: z.string() })),
    }),
    read: async () => ({ body: method }),
  }),
  ...types.flatMap((type) => {
    const { heatmap, plural, page, titlePlural } = type;
    if (!heatmap) return [];
    return route({
      method: 'GET',
      path: `/${plural}/heatmap`,
      summary: `${titlePlural} counted by likelihood and impact, stage by stage`,
      permission: `${page}:view`,
      audit: { when: 'visit', page: plural },
      response: z.object({
        stages: z.record(z.string(), z.object({ cells: z.array(cell), unrated: z.int() })),
      }),
      read: async () => {
        const counted = heatmap.stages.map(async (stage) => [
          stage.name,
          await countCells(sql, type, stage),
        ]);
        return { body: { stages: Object.fromEntries(await Promise.all(counted)) } };
      },
    });
  }),
];
