import { Link } from '@tanstack/react-router';
import { usePeopleWording } from './queries.ts';
import { StateBadge } from './state-badge.tsx';
import { nameOf, namesOf, type Person } from './types.ts';

const head = 'h-9 px-3 text-left text-12 whitespace-nowrap text-ink-2';
const cell = 'max-w-70 truncate px-3 py-1 text-ink-2';

type Names = ReturnType<typeof usePeopleWording>;
type RowProps = { person: Person; names: Names; narrow: boolean };

const Row = ({ person, names, narrow }: RowProps) => (
  <tr className="relative h-9 border-b border-line last:border-0 hover:bg-hover has-[a[aria-current]]:bg-accent-soft">
    <td className={cell}>
      <Link
        to="/people/$id"
        params={{ id: person.id }}
        search={(now) => now}
        data-row={person.id}
        className="font-medium text-ink after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
      >
        {person.name}
      </Link>
    </td>
    <td className={cell}>{person.email}</td>
    {!narrow && <td className={cell}>{nameOf(person.departmentId, names.departments)}</td>}
    {!narrow && <td className={cell}>{nameOf(person.managerId, names.people)}</td>}
    {!narrow && <td className={cell}>{namesOf(person.profiles, names.profiles)}</td>}
    <td className={cell}>
      <StateBadge state={person.state} />
    </td>
  </tr>
);

export const PeopleTable = ({ people, narrow }: { people: readonly Person[]; narrow: boolean }) => {
  const names = usePeopleWording();
  const titles = narrow
    ? ['Name', 'E-mail', 'State']
    : ['Name', 'E-mail', 'Department', 'Manager', 'Profiles', 'State'];
  return (
    <table className="w-full border-collapse text-13">
      <thead className="border-b border-line">
        <tr>
          {titles.map((title) => (
            <th key={title} scope="col" className={head}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} narrow={narrow} names={names} />
        ))}
      </tbody>
    </table>
  );
};
