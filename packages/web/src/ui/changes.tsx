import { ArrowRight } from 'lucide-react';

export type WordedChange = {
  readonly label: string;
  readonly before: string;
  readonly after: string;
};

/** An empty list where there was nothing is no change to a reader. */
const differ = ({ before, after }: WordedChange): boolean => before !== after;

/** Before → after, a line per field. */
export const Changes = ({ changes }: { changes: readonly WordedChange[] }) => (
  <dl className="flex flex-col gap-2 text-13">
    {changes.filter(differ).map(({ label, before, after }) => (
      <div key={label}>
        <dt className="text-12 text-ink-3">{label}</dt>
        <dd className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 break-words">
          <span className="min-w-0 text-ink-3 line-through decoration-1">
            <span className="sr-only">before: </span>
            {before}
          </span>
          <ArrowRight aria-hidden className="size-3 shrink-0 self-center text-ink-3" />
          <span className="min-w-0">
            <span className="sr-only">after: </span>
            {after}
          </span>
        </dd>
      </div>
    ))}
  </dl>
);
