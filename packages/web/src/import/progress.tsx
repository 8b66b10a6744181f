import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { call } from '../api/client.ts';
import type { TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { countText } from '../ui/format.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import type { Batch } from './types.ts';

const pollMs = 1000;

type ProgressProps = { readonly type: TypeDescription; readonly begun: Batch };

/** Asks how far an import is until it has ended, and shows the register as it then is. */
const useBatch = ({ type, begun }: ProgressProps) => {
  const client = useQueryClient();
  const path = `/api/records/${type.plural}/imports/${begun.id}`;
  const asked = useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => call<Batch>(path, { signal }),
    initialData: begun,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollMs : false),
  });
  const resume = useMutation({
    mutationFn: () => call<Batch>(`${path}/resume`, { method: 'POST', body: {} }),
    onSuccess: (batch) => client.setQueryData([path], batch),
  });
  const { state } = asked.data;
  useEffect(() => {
    if (state !== 'running') void client.invalidateQueries({ queryKey: ['records', type.plural] });
  }, [client, state, type.plural]);
  return { batch: asked.data, error: asked.error ?? resume.error, resume };
};

const counts = ({ created, changed, unchanged }: Batch): string =>
  [
    `${countText(created)} created`,
    changed > 0 && `${countText(changed)} changed`,
    unchanged > 0 && `${countText(unchanged)} as before`,
  ]
    .filter(Boolean)
    .join(', ');

const Bar = ({ batch: { stored, rows } }: { batch: Batch }) => (
  <div className="flex flex-col gap-2">
    <p role="status" className="text-14 tabular-nums">
      {countText(stored)} of {countText(rows)} rows
    </p>
    <progress aria-label="Rows that are stored" max={rows} value={stored} className="bar" />
    <p className="max-w-[68ch] text-13 text-ink-3">
      It goes on by itself: you may leave this page. Every record has its entry in the audit trail.
    </p>
  </div>
);

/** An import that takes longer than one answer: how far it is, and how it ended. */
export const Progress = (props: ProgressProps) => {
  const { batch, error, resume } = useBatch(props);
  const { state, problem } = batch;
  return (
    <div className="flex flex-col gap-4">
      <ProblemNotice error={error} />
      {state === 'running' && <Bar batch={batch} />}
      {state === 'stopped' && (
        <>
          <Notice tone="warn" title={`Stopped after ${countText(batch.stored)} rows`}>
            {problem} What came before is stored. Correct this, then go on.
          </Notice>
          <div>
            <Button look="primary" busy={resume.isPending} onClick={() => resume.mutate()}>
              Go on
            </Button>
          </div>
        </>
      )}
      {state === 'done' && (
        <Notice tone="ok" title={counts(batch)}>
          <Link
            to="/registers/$plural"
            params={{ plural: props.type.plural }}
            className="underline"
          >
            Open the register
          </Link>
        </Notice>
      )}
    </div>
  );
};
