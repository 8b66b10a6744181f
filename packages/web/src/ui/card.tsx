import type { ReactNode } from 'react';

type CardProps = { title: string; aside?: ReactNode; children: ReactNode };

export const Card = ({ title, aside, children }: CardProps) => (
  <section className="rounded-card border border-line bg-surface p-5">
    <header className="mb-3 flex min-h-6 items-center justify-between gap-3">
      <h2 className="text-16">{title}</h2>
      {aside}
    </header>
    {children}
  </section>
);
