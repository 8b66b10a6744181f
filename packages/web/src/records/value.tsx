import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import type { FieldDescription, RecordItem, TypeDescription } from '../api/types.ts';
import { useTypes } from '../shell/use-me.ts';
import { Badge, LevelBadge } from '../ui/badge.tsx';
import { builtInWords, fieldNamed, type Wording, wordsOf } from './describe.ts';
import { useLinked } from './queries.ts';

type ValueProps = { field: FieldDescription; value: unknown; wording: Wording };

const Links = ({ field, value }: ValueProps) => {
  const { types } = useTypes();
  const plural = types.find((t) => t.name === field.of)?.plural;
  const links = useLinked(plural, value);
  if (!links.length) return '–';
  return (
    <ul className="flex flex-col gap-1">
      {links.map(({ id, reference, title }) => (
        <li key={id}>
          {plural ? (
            <Link to="/registers/$plural/$id" params={{ plural, id }} className="link">
              {reference || 'Linked record'}
            </Link>
          ) : (
            reference
          )}{' '}
          {title}
        </li>
      ))}
    </ul>
  );
};

const Chips = ({ items }: { items: readonly unknown[] }) => (
  <span className="flex flex-wrap gap-1">
    {items.map((item) => (
      <Badge key={String(item)}>
        <span className="truncate">{String(item)}</span>
      </Badge>
    ))}
  </span>
);

const Address = ({ href }: { href: string }) =>
  /^https?:\/\//i.test(href) ? (
    <a href={href} target="_blank" rel="noreferrer noopener" className="link inline-flex gap-1">
      {href}
      <ExternalLink aria-label="(opens in a new tab)" className="mt-0.5 size-4 shrink-0" />
    </a>
  ) : (
    href
  );

/** A derived value that is a level of the risk method; the ramp has a colour for it. */
const levelOf = (field: FieldDescription, value: unknown) =>
  field.kind === 'derived' ? field.options?.find((o) => o.value === value) : undefined;

/** A value as the detail shows it. */
export const Value = ({ field, value, wording }: ValueProps) => {
  const level = levelOf(field, value);
  if (level) return <LevelBadge code={level.value} label={level.label} />;
  if (field.kind === 'links') return <Links field={field} value={value} wording={wording} />;
  if (field.kind === 'list' && Array.isArray(value) && value.length) return <Chips items={value} />;
  if (field.kind === 'url' && typeof value === 'string' && value) return <Address href={value} />;
  const words = wordsOf(field, value, wording);
  return field.kind === 'longText' ? <span className="whitespace-pre-wrap">{words}</span> : words;
};

type CellProps = { type: TypeDescription; record: RecordItem; name: string; wording: Wording };

/** A value as a table shows it: one line. */
export const Cell = ({ type, record, name, wording }: CellProps) => {
  const field = fieldNamed(type, name);
  if (!field) return builtInWords(record, name, wording);
  const value = record[name];
  const level = levelOf(field, value);
  if (level) return <LevelBadge code={level.value} label={level.label} />;
  if (field.kind === 'links' && Array.isArray(value)) return value.length || '–';
  if (field.kind === 'choice' && typeof value === 'string' && value)
    return <Badge>{wordsOf(field, value, wording)}</Badge>;
  return wordsOf(field, value, wording);
};
