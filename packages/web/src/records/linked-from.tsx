import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TypeDescription } from '../api/types.ts';
import { useTypes } from '../shell/use-me.ts';
import { linkedFromQuery } from './queries.ts';

type LinkedFromProps = { readonly type: TypeDescription; readonly id: string };

/** The other side of links: the records that name this one, by register. */
export const LinkedFrom = ({ type, id }: LinkedFromProps) => {
  const { types } = useTypes();
  const links = useQuery(linkedFromQuery(type.plural, id)).data ?? [];
  const groups = types
    .map(({ plural, titlePlural }) => ({
      titlePlural,
      links: links.filter((link) => link.plural === plural),
    }))
    .filter((group) => group.links.length > 0);
  if (groups.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      <h3 className="text-14">Linked from</h3>
      <dl className="grid gap-x-4 gap-y-2.5 text-14 sm:grid-cols-[10rem_1fr]">
        {groups.map((group) => (
          <div key={group.titlePlural} className="contents">
            <dt className="text-13 leading-5 text-ink-3 not-first:max-sm:mt-1">
              {group.titlePlural}
            </dt>
            <dd className="min-w-0 break-words">
              <ul className="flex flex-col gap-1">
                {group.links.map(({ plural, id: other, field, reference, title, state }) => (
                  <li key={`${other} ${field}`}>
                    <Link
                      to="/registers/$plural/$id"
                      params={{ plural, id: other }}
                      className="link"
                    >
                      {reference}
                    </Link>{' '}
                    {title}
                    {state === 'deactivated' && (
                      <span className="text-12 text-ink-3"> (deactivated)</span>
                    )}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
