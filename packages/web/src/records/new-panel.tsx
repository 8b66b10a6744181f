import { useParams } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { TypeDescription } from '../api/types.ts';
import { useTypes } from '../shell/use-me.ts';
import { Loading } from '../ui/loading.tsx';
import { Panel } from '../ui/panel.tsx';
import { useClose } from './use-close.ts';

const NewForm = lazy(async () => ({ default: (await import('./new-form.tsx')).NewForm }));

const Open = ({ type }: { type: TypeDescription }) => {
  const close = useClose(type.plural);
  return (
    <Panel
      page={type.titlePlural}
      eyebrow={type.titlePlural}
      title={`New ${type.title.toLowerCase()}`}
      close={close}
    >
      <Suspense fallback={<Loading lines={8} />}>
        <NewForm type={type} close={close} />
      </Suspense>
    </Panel>
  );
};

/** A new record beside its list. */
export const NewPanel = () => {
  const { plural } = useParams({ strict: false });
  const type = useTypes().types.find((t) => t.plural === plural);
  return type ? <Open key={type.name} type={type} /> : null;
};
