import type { ReactNode } from 'react';
import { useEffect } from 'react';
import { useMe } from './use-me.ts';

type PageProps = {
  readonly eyebrow?: string;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** Eyebrow, heading, actions, content: the same on every page. */
export const Page = ({ eyebrow, title, actions, children }: PageProps) => {
  const { tenant } = useMe();
  useEffect(() => {
    document.title = tenant ? `${title} · ${tenant.name}` : title;
  }, [title, tenant]);
  return (
    <div className="flex min-w-0 flex-1 flex-col px-4 pt-5 pb-10 md:px-7">
      <header className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-60">
          {eyebrow && <p className="text-12 font-medium text-ink-3">{eyebrow}</p>}
          <h1 className="text-24">{title}</h1>
        </div>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </div>
  );
};
