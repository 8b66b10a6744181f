import { Button } from './button.tsx';
import { countText } from './format.ts';

type MoreProps = {
  readonly shown: number;
  readonly total?: number | undefined;
  readonly hasMore: boolean;
  readonly busy: boolean;
  readonly load: () => void;
};

/** How much of the list is on screen, and the way to the rest. */
export const More = ({ shown, total, hasMore, busy, load }: MoreProps) => (
  <div className="flex items-center gap-3 pt-3 text-12 text-ink-3">
    <p role="status" className="tabular-nums">
      {total === undefined
        ? `${countText(shown)} shown`
        : `${countText(shown)} of ${countText(total)}`}
    </p>
    {hasMore && (
      <Button busy={busy} onClick={load}>
        Load more
      </Button>
    )}
  </div>
);
