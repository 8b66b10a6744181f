import type { TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { plural } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { whyNotYet } from './readiness.ts';
import { Report } from './report.tsx';
import type { Mapping } from './types.ts';
import type { useImport } from './use-import.ts';

type TryStepProps = {
  readonly type: TypeDescription;
  readonly state: ReturnType<typeof useImport>;
  readonly mapping: Mapping;
};

/** The dry run and what it found; then the import itself. */
export const TryStep = ({ type, state, mapping }: TryStepProps) => {
  const { dryRun, run, isTried } = state;
  const reason = whyNotYet(isTried, dryRun.data);
  const rows = plural(
    dryRun.data?.valid ?? 0,
    type.title.toLowerCase(),
    type.titlePlural.toLowerCase(),
  );
  return (
    <Card title="3  Try, then import">
      <div className="flex flex-col gap-4">
        <p className="max-w-[68ch] text-13 text-ink-2">
          The dry run checks every row and changes nothing.
        </p>
        <div className="flex flex-wrap items-center gap-2">
          <Button
            look={reason ? 'primary' : 'plain'}
            busy={dryRun.isPending}
            onClick={() => dryRun.mutate(mapping)}
          >
            Dry run
          </Button>
          <Button
            look={reason ? 'plain' : 'primary'}
            disabled={reason !== null}
            aria-describedby={reason ? 'why-not-yet' : undefined}
            busy={run.isPending}
            onClick={() => run.mutate(mapping)}
          >
            {reason ? 'Import' : `Import ${rows}`}
          </Button>
          {reason && (
            <p id="why-not-yet" className="text-13 text-ink-3">
              {reason}
            </p>
          )}
        </div>
        <ProblemNotice error={dryRun.error ?? run.error} />
        {isTried && dryRun.data && <Report result={dryRun.data} />}
      </div>
    </Card>
  );
};
