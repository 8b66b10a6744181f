import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Mark } from '../ui/mark.tsx';

type CardProps = { tenant: string; title: string; lead?: string; children: ReactNode };

/** The card every step of signing in is drawn on; the first field takes the focus when the step changes. */
export const Card = ({ tenant, title, lead, children }: CardProps) => {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · ${tenant}`;
    if (!document.activeElement || document.activeElement === document.body)
      card.current?.querySelector<HTMLElement>('input')?.focus();
  }, [title, tenant]);
  return (
    <div className="flex min-h-dvh flex-col items-center bg-bg px-4 py-10 sm:pt-28">
      <main className="w-full max-w-100">
        <div className="mb-5 flex items-center gap-3">
          <Mark className="size-8" />
          <div className="min-w-0 leading-tight">
            <p className="truncate text-14 font-semibold">{tenant}</p>
            <p className="text-12 text-ink-3">Bulwark</p>
          </div>
        </div>
        <section
          ref={card}
          className="flex flex-col gap-5 rounded-dialog border border-line bg-surface p-6"
        >
          <header className="flex flex-col gap-1">
            <h1 className="text-20">{title}</h1>
            {lead && <p className="text-13 text-ink-2">{lead}</p>}
          </header>
          {children}
        </section>
        <p className="mt-5 text-center text-12 text-ink-3">
          Signing in, and what you do afterwards, is recorded in this organisation’s audit trail.
        </p>
      </main>
    </div>
  );
};
