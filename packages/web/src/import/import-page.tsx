import { Link, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { TypeDescription } from '../api/types.ts';
import { eyebrowOf } from '../records/teach.ts';
import { NotFound } from '../shell/not-found.tsx';
import { Page } from '../shell/page.tsx';
import { useTypes } from '../shell/use-me.ts';
import { Button, buttonLook } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { plural } from '../ui/format.ts';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { MappingStep } from './mapping-step.tsx';
import { Created, Report } from './report.tsx';
import { SourceStep } from './source-step.tsx';
import { useImport } from './use-import.ts';

type StepsProps = { type: TypeDescription };
type ImportState = ReturnType<typeof useImport>;

const Try = ({ state, type }: StepsProps & { state: ImportState }) => {
  const { mapping, dryRun, run, isTried } = state;
  if (!mapping) return null;
  const ready = isTried && (dryRun.data?.valid ?? 0) > 0;
  return (
    <Card title="3  Try, then import">
      <div className="flex flex-col gap-4">
        <p className="max-w-[68ch] text-13 text-ink-2">
          The dry run checks every row and changes nothing. Importing is possible once the mapping
          as it stands has been tried.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button
            look={ready ? 'plain' : 'primary'}
            busy={dryRun.isPending}
            onClick={() => dryRun.mutate(mapping)}
          >
            Dry run
          </Button>
          <Button
            look={ready ? 'primary' : 'plain'}
            disabled={!ready}
            busy={run.isPending}
            onClick={() => run.mutate(mapping)}
          >
            {ready
              ? `Import ${plural(dryRun.data?.valid ?? 0, type.title.toLowerCase(), type.titlePlural.toLowerCase())}`
              : 'Import'}
          </Button>
        </div>
        <ProblemNotice error={dryRun.error ?? run.error} />
        {isTried && dryRun.data && <Report result={dryRun.data} />}
      </div>
    </Card>
  );
};

const Steps = ({ type }: StepsProps) => {
  const state = useImport(type);
  const { inspect, mapping, setMapping, run, startAgain, known } = state;
  const again: ReactNode = inspect.data && <Button onClick={startAgain}>Another file</Button>;
  if (run.data)
    return (
      <Card title="Imported" aside={again}>
        <Created type={type} created={run.data.created ?? []} />
        {run.data.errors.length > 0 && <Report result={run.data} />}
      </Card>
    );
  return (
    <div className="flex max-w-240 flex-col gap-4">
      <Card title="1  The file" aside={again}>
        {inspect.data ? (
          <p className="text-13 text-ink-2">
            {plural(inspect.data.rows, 'row', 'rows')} in{' '}
            {plural(inspect.data.columns.length, 'column', 'columns')}.
          </p>
        ) : (
          <SourceStep
            error={inspect.error}
            busy={inspect.isPending}
            read={inspect.mutate}
            known={known}
          />
        )}
      </Card>
      {inspect.data && mapping && (
        <Card title="2  What the columns mean">
          <MappingStep
            type={type}
            inspection={inspect.data}
            mapping={mapping}
            change={setMapping}
          />
        </Card>
      )}
      {inspect.data && <Try state={state} type={type} />}
    </div>
  );
};

/** Brings an existing register in: read the file, say what its columns mean, try, import. */
export const ImportPage = () => {
  const { plural: name } = useParams({ strict: false });
  const { types, isPending } = useTypes();
  const type = types.find((t) => t.plural === name);
  if (!type && isPending) return <Loading />;
  if (!type?.actions.includes('create'))
    return <NotFound detail="Your profiles do not include importing into this register." />;
  return (
    <Page
      eyebrow={eyebrowOf(type)}
      title={`Import ${type.titlePlural.toLowerCase()}`}
      actions={
        <Link to="/registers/$plural" params={{ plural: type.plural }} className={buttonLook()}>
          Back to the register
        </Link>
      }
    >
      <Steps key={type.name} type={type} />
    </Page>
  );
};
