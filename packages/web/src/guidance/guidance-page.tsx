import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Page } from '../shell/page.tsx';
import { Badge } from '../ui/badge.tsx';
import { Loading } from '../ui/loading.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { SearchBox } from '../ui/search-box.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { type Clause, type Control, type Framework, frameworkQuery } from './queries.ts';

const has = (search: string, ...texts: readonly string[]): boolean =>
  texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));

const Part = ({ title, children }: { title: string; children: string }) => (
  <div className="flex flex-col gap-1">
    <h3 className="text-12 font-medium text-ink-3">{title}</h3>
    <p className="max-w-[70ch] text-14">{children}</p>
  </div>
);

const Row = ({ control }: { control: Control }) => (
  <details className="group border-b border-line last:border-0">
    <summary className="flex cursor-pointer items-baseline gap-3 px-4 py-2.5 text-14 hover:bg-hover">
      <span className="w-14 shrink-0 text-13 text-ink-3 tabular-nums">{control.id}</span>
      <span className="min-w-0 flex-1 group-open:font-medium">{control.title}</span>
      <span className="hidden gap-1 sm:flex">
        {control.kind.map((kind) => (
          <Badge key={kind}>{kind}</Badge>
        ))}
      </span>
    </summary>
    <div className="flex flex-col gap-4 px-4 pt-1 pb-5 sm:pl-[5.25rem]">
      <Part title="What it is for">{control.purpose}</Part>
      <Part title="What good looks like">{control.good}</Part>
      <Part title="What an auditor asks to see">{control.evidence}</Part>
      <Part title="Ask yourself">{control.questions.join(' ')}</Part>
    </div>
  </details>
);

const Controls = ({ framework, search }: { framework: Framework; search: string }) => {
  const found = framework.controls.filter((one) =>
    has(search, one.id, one.title, one.purpose, one.good, one.evidence),
  );
  const themes = framework.themes.filter(({ id }) => found.some(({ theme }) => theme === id));
  if (themes.length === 0) return <p className="p-5 text-13 text-ink-3">No control says that.</p>;
  return (
    <div className="flex flex-col gap-6 pt-4">
      {themes.map(({ id, title }) => {
        const mine = found.filter(({ theme }) => theme === id);
        return (
          <section key={id} className="flex flex-col gap-2">
            <h2 className="text-14">
              {title} <span className="text-13 font-normal text-ink-3">{mine.length}</span>
            </h2>
            <div className="rounded-card border border-line bg-surface">
              {mine.map((control) => (
                <Row key={control.id} control={control} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
};

const Clauses = ({ clauses, search }: { clauses: readonly Clause[]; search: string }) => (
  <dl className="mt-4 rounded-card border border-line bg-surface">
    {clauses
      .filter(({ id, title, check }) => has(search, id, title, check))
      .map(({ id, title, check, documented }) => (
        <div key={id} className="flex gap-3 border-b border-line px-4 py-3 last:border-0">
          <dt className="w-14 shrink-0 text-13 text-ink-3 tabular-nums">{id}</dt>
          <dd className="flex min-w-0 flex-col gap-1">
            <span className="flex flex-wrap items-center gap-2 text-14 font-medium">
              {title}
              {documented && <Badge>documented</Badge>}
            </span>
            <span className="max-w-[70ch] text-14 text-ink-2">{check}</span>
          </dd>
        </div>
      ))}
  </dl>
);

/** What each control and clause of the standard is about, in our words. */
export const GuidancePage = () => {
  const { data, error, isPending } = useQuery(frameworkQuery);
  const [search, setSearch] = useState('');
  const [tab, setTab] = useState('controls');
  return (
    <Page eyebrow={data?.title ?? ''} title="Guidance">
      <div className="mb-3">
        <SearchBox label="Search guidance" value={search} change={setSearch} />
      </div>
      <ProblemNotice error={error} />
      {isPending && <Loading lines={12} />}
      {data && (
        <Tabs
          value={tab}
          change={setTab}
          tabs={[
            {
              value: 'controls',
              label: 'Controls',
              content: <Controls framework={data} search={search} />,
            },
            {
              value: 'clauses',
              label: 'Clauses',
              content: <Clauses clauses={data.clauses} search={search} />,
            },
          ]}
        />
      )}
    </Page>
  );
};
