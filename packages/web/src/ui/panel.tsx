import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { IconButton } from './button.tsx';
import { useWide } from './use-wide.ts';

type PanelProps = {
  /** The page it belongs to: its heading where the list has no room. */
  readonly page: string;
  readonly eyebrow?: ReactNode;
  readonly title: string;
  readonly actions?: ReactNode;
  readonly close: () => void;
  /** A form inside has taken the cursor; once it has gone the heading takes it back. */
  readonly typing?: boolean;
  readonly children: ReactNode;
};

/** What a row opens: beside the list on a wide screen, in its place on a narrow one. */
export const Panel = ({
  page,
  eyebrow,
  title,
  actions,
  close,
  typing = false,
  children,
}: PanelProps) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  const wide = useWide();
  useEffect(() => {
    if (!typing) heading.current?.focus();
  }, [typing]);
  return (
    <section
      aria-labelledby={id}
      className="flex h-full w-full shrink-0 flex-col overflow-hidden bg-surface wide:w-140 wide:border-l wide:border-line"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) close();
      }}
    >
      {!wide && <h1 className="sr-only">{page}</h1>}
      <header className="flex shrink-0 items-start gap-2 border-b border-line px-5 py-4">
        <div className="min-w-0 flex-1">
          {eyebrow && (
            <div className="flex items-center gap-2 text-12 text-ink-3 tabular-nums">{eyebrow}</div>
          )}
          <h2 id={id} ref={heading} tabIndex={-1} className="text-16 break-words outline-none">
            {title}
          </h2>
        </div>
        {actions}
        <IconButton label="Close panel" onClick={close}>
          <X aria-hidden className="size-4" />
        </IconButton>
      </header>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">{children}</div>
    </section>
  );
};
