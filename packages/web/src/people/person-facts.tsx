import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMe } from '../shell/use-me.ts';
import { usePeopleWording } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { nameOf, namesOf, type Person } from './types.ts';

export const PersonFacts = ({ person }: { person: Person }) => {
  const { may } = useMe();
  const { people, departments, profiles } = usePeopleWording();
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['State', <StateBadge key="state" state={person.state} />],
    ['E-mail', person.email],
    ['Department', nameOf(person.departmentId, departments)],
    ['Manager', nameOf(person.managerId, people)],
    ['Profiles', namesOf(person.profiles, profiles)],
  ];
  return (
    <div className="flex flex-col gap-5 p-5">
      <dl className="grid gap-x-4 gap-y-2.5 sm:grid-cols-[10rem_1fr]">
        {facts.map(([label, value]) => (
          <div key={label} className="contents">
            <dt className="text-13 leading-5 text-ink-3">{label}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {may('trail') && (
        <p className="flex flex-col items-start gap-1 border-t border-line pt-4 text-13">
          <Link to="/trail" search={{ actor: person.id }} className="link">
            What {person.name} did, in the audit trail
          </Link>
          <Link to="/trail" search={{ resource: person.id }} className="link">
            What was done to this account
          </Link>
        </p>
      )}
    </div>
  );
};
