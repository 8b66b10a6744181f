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
import { Imported } from './imported.tsx';
import { MappingStep } from './mapping-step.tsx';
import { Progress } from './progress.tsx';
import { SheetChoice } from './sheet-choice.tsx';
import { SourceStep } from './source-step.tsx';
import { TryStep } from './try-step.tsx';
import { useImport } from './use-import.ts';

type StepsProps = { type: TypeDescription };

const Steps = ({ type }: StepsProps) => {
  const state = useImport(type);
  const { inspect, mapping, setMapping, run, startAgain, known, source } = state;
  const again: ReactNode = inspect.data && <Button onClick={startAgain}>Another file</Button>;
  if (run.data?.batch)
    return (
      <div className="max-w-240">
        <Card title="Import" aside={again}>
          <Progress type={type} begun={run.data.batch} />
        </Card>
      </div>
    );
  if (run.data)
    return (
      <Card title="Imported" aside={again}>
        <Imported type={type} result={run.data} />
      </Card>
    );
  return (
    <div className="flex max-w-240 flex-col gap-4">
      <Card title="1  The file" aside={again}>
        {inspect.data ? (
          <div className="flex flex-wrap items-center gap-3 text-13 text-ink-2">
            <p>
              {plural(inspect.data.rows, 'row', 'rows')} in{' '}
              {plural(inspect.data.columns.length, 'column', 'columns')}.
            </p>
            {source && inspect.data.sheets && inspect.data.sheets.length > 1 && (
              <SheetChoice
                sheets={inspect.data.sheets}
                sheet={source.sheet ?? ''}
                choose={(sheet) => inspect.mutate({ ...source, sheet })}
              />
            )}
          </div>
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
      {inspect.data && mapping && <TryStep state={state} type={type} mapping={mapping} />}
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
