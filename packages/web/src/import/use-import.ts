import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import type { Page, TypeDescription } from '../api/types.ts';
import { fitTo } from './mapping.ts';
import type { SourceText } from './source-step.tsx';
import type { ImportResult, Inspection, Mapping } from './types.ts';

export type SavedMapping = { readonly source: string; readonly mapping: Mapping };

const useSaved = (path: string) =>
  useQuery({
    queryKey: [path, 'mappings'],
    queryFn: async ({ signal }) =>
      (await call<Page<SavedMapping>>(`${path}/import/mappings`, { signal })).items,
  });

const fileOf = (source: SourceText | null) => ({
  content: source?.content,
  format: source?.format,
  ...(source?.sheet && { sheet: source.sheet }),
});

/** The import's three steps: read, try, import. A changed mapping must be tried again. */
export const useImport = (type: TypeDescription) => {
  const client = useQueryClient();
  const path = `/api/records/${type.plural}`;
  const [source, setSource] = useState<SourceText | null>(null);
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const [tried, setTried] = useState<Mapping | null>(null);
  const saved = useSaved(path);
  const post = (part: { dryRun: boolean; mapping: Mapping }) =>
    call<ImportResult>(`${path}/import`, {
      method: 'POST',
      body: { ...fileOf(source), source: source?.name.trim() || type.titlePlural, ...part },
    });

  const inspect = useMutation({
    mutationFn: (asked: SourceText) =>
      call<Inspection>(`${path}/import/inspect`, {
        method: 'POST',
        body: {
          ...fileOf(asked),
          ...(asked.format === 'text' && asked.delimiter && { delimiter: asked.delimiter }),
        },
      }),
    onSuccess: (inspection, text) => {
      const known = saved.data?.find((s) => s.source === text.name.trim());
      setSource(text);
      setTried(null);
      setMapping(
        known
          ? fitTo(known.mapping, inspection.suggested, inspection.columns)
          : inspection.suggested,
      );
    },
  });
  const dryRun = useMutation({
    mutationFn: (asked: Mapping) => post({ dryRun: true, mapping: asked }),
    onSuccess: (_, asked) => setTried(asked),
  });
  const run = useMutation({
    mutationFn: (asked: Mapping) => post({ dryRun: false, mapping: asked }),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['records', type.plural] }),
        client.invalidateQueries({ queryKey: [path, 'mappings'] }),
      ]),
  });
  const startAgain = () => {
    for (const step of [inspect, dryRun, run]) step.reset();
    setSource(null);
    setMapping(null);
  };
  const known = (saved.data ?? []).map((s) => s.source);
  const isTried = tried !== null && tried === mapping;
  return { source, mapping, setMapping, inspect, dryRun, run, isTried, known, startAgain };
};
