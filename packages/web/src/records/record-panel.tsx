import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Archive, ArchiveRestore, Pencil } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Problem } from '../api/problem.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { useTypes } from '../shell/use-me.ts';
import { Badge } from '../ui/badge.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel } from '../ui/panel.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useEver } from '../ui/use-ever.ts';
import { Details } from './details.tsx';
import { History } from './history.tsx';
import { recordQuery, useWording } from './queries.ts';
import { useClose } from './use-close.ts';

const EditForm = lazy(async () => ({ default: (await import('./edit-form.tsx')).EditForm }));
const Comments = lazy(async () => ({ default: (await import('./comments.tsx')).Comments }));
const Steps = lazy(async () => ({ default: (await import('./steps.tsx')).Steps }));
const StateDialog = lazy(async () => ({
  default: (await import('./state-dialog.tsx')).StateDialog,
}));

type OpenProps = { type: TypeDescription; record: RecordItem };
type ActionsProps = OpenProps & { edit: () => void; changeState: () => void };

const Actions = ({ type, record, edit, changeState }: ActionsProps) => {
  const isActive = record.state === 'active';
  const Icon = isActive ? Archive : ArchiveRestore;
  return (
    <>
      {type.workflow && isActive && (
        <Suspense>
          <Steps type={type} workflow={type.workflow} record={record} />
        </Suspense>
      )}
      {type.actions.includes('edit') && isActive && (
        <Button onClick={edit}>
          <Pencil aria-hidden className="size-4" />
          Edit
        </Button>
      )}
      {type.actions.includes('deactivate') && (
        <IconButton label={isActive ? 'Deactivate' : 'Reactivate'} onClick={changeState}>
          <Icon aria-hidden className="size-4" />
        </IconButton>
      )}
    </>
  );
};

const Eyebrow = ({ record }: { record: RecordItem }) => (
  <>
    {record.reference}
    {record.state === 'deactivated' && <Badge tone="warn">Deactivated</Badge>}
  </>
);

const Open = ({ type, record }: OpenProps) => {
  const close = useClose(type.plural);
  const wording = useWording();
  const [tab, setTab] = useState('details');
  const [editing, setEditing] = useState(false);
  const [asking, setAsking] = useState(false);
  const askedEver = useEver(asking);
  const view = [
    {
      value: 'details',
      label: 'Details',
      content: <Details type={type} record={record} wording={wording} />,
    },
    {
      value: 'comments',
      label: 'Comments',
      content: (
        <Suspense fallback={<Loading />}>
          <Comments type={type} id={record.id} />
        </Suspense>
      ),
    },
    { value: 'history', label: 'History', content: <History type={type} id={record.id} /> },
  ];
  const actions = !editing && (
    <Actions
      type={type}
      record={record}
      edit={() => setEditing(true)}
      changeState={() => setAsking(true)}
    />
  );
  return (
    <Panel
      page={type.titlePlural}
      eyebrow={<Eyebrow record={record} />}
      title={String(record.title ?? record.reference)}
      actions={actions}
      close={close}
      typing={editing}
    >
      {editing ? (
        <Suspense fallback={<Loading lines={8} />}>
          <EditForm type={type} record={record} done={() => setEditing(false)} />
        </Suspense>
      ) : (
        <div className="pt-1">
          <Tabs tabs={view} value={tab} change={setTab} />
        </div>
      )}
      <Suspense>
        {askedEver && (
          <StateDialog type={type} record={record} open={asking} close={() => setAsking(false)} />
        )}
      </Suspense>
    </Panel>
  );
};

const isGone = (error: unknown) => error instanceof Problem && error.facts.status === 404;

/** One record beside its list; its address can be sent to a colleague. */
export const RecordPanel = () => {
  const { plural = '', id = '' } = useParams({ strict: false });
  const type = useTypes().types.find((t) => t.plural === plural);
  const record = useQuery(recordQuery(plural, id));
  const close = useClose(plural);
  if (!type) return null;
  if (record.data) return <Open key={id} type={type} record={record.data} />;
  return (
    <Panel page={type.titlePlural} eyebrow={type.titlePlural} title={type.title} close={close}>
      {record.isPending && <Loading />}
      <div className="p-5">
        {isGone(record.error) ? (
          <Notice tone="warn" title="There is no such record">
            The link may be mistyped.
          </Notice>
        ) : (
          <ProblemNotice error={record.error} />
        )}
      </div>
    </Panel>
  );
};
