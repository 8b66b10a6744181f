import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../shell/use-me.ts';
import { departmentsQuery } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { type Person, refName } from './types.ts';

type PersonFactsProps = { person: Person; people: readonly Person[] };

export const PersonFacts = ({ person, people }: PersonFactsProps) => {
  const { may } = useMe();
  const departments = useQuery(departmentsQuery).data ?? [];
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['State', <StateBadge key="state" state={person.state} />],
    ['E-mail', person.email],
    ['Department', refName(person.department, departments)],
    ['Manager', refName(person.manager, people)],
    ['Profiles', person.profiles.join(', ') || '–'],
  ];
  return (
    <div className="flex flex-col gap-5 p-5">
      <dl className="grid gap-x-4 gap-y-2.5 sm:grid-cols-[10rem_1fr]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-13 text-ink-3">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {may('trail') && (
        <p className="border-t border-line pt-4 text-13">
          <Link to="/trail" search={{ actor: person.id }} className="link">
            What {person.name} did, in the audit trail
          </Link>
        </p>
      )}
    </div>
  );
};
