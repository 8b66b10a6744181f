import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

type Tab = { readonly value: string; readonly label: string; readonly content: ReactNode };
type TabsProps = { tabs: readonly Tab[]; value: string; change: (value: string) => void };

export const Tabs = ({ tabs, value, change }: TabsProps) => (
  <Base.Root value={value} onValueChange={(next) => change(String(next))}>
    <Base.List className="relative flex gap-5 border-b border-line px-5">
      {tabs.map((tab) => (
        <Base.Tab
          key={tab.value}
          value={tab.value}
          className="-mb-px h-9 border-b-2 border-transparent text-13 text-ink-2 hover:text-ink data-active:border-accent data-active:font-medium data-active:text-ink"
        >
          {tab.label}
        </Base.Tab>
      ))}
    </Base.List>
    {tabs.map((tab) => (
      <Base.Panel key={tab.value} value={tab.value}>
        {tab.content}
      </Base.Panel>
    ))}
  </Base.Root>
);
