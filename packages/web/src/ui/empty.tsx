import type { ReactNode } from 'react';

type EmptyProps = { title: string; children: ReactNode; action?: ReactNode };

/** Nothing here yet: what belongs here, why, and the first step. */
export const Empty = ({ title, children, action }: EmptyProps) => (
  <div className="flex flex-col items-start gap-3 rounded-card border border-dashed border-line bg-surface px-7 py-10">
    <h2 className="text-16">{title}</h2>
    <div className="max-w-[68ch] text-14 text-ink-2">{children}</div>
    {action && <div className="flex flex-wrap gap-2 pt-1">{action}</div>}
  </div>
);
