import { LoaderCircle } from 'lucide-react';
import type { ComponentProps } from 'react';
import { cx } from './classes.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const looks: Record<Look, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-surface text-ink border-line hover:bg-hover',
  quiet: 'bg-transparent text-ink-2 border-transparent hover:bg-hover hover:text-ink',
  danger: 'bg-bad-soft text-bad border-transparent hover:brightness-97',
};

const shape =
  'inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-control border px-3 text-13 font-medium whitespace-nowrap transition-colors duration-150 disabled:opacity-60';

/** The classes of a button, for links and triggers that look like one. */
export const buttonLook = (look: Look = 'plain', className?: string): string =>
  cx(shape, looks[look], className);

type ButtonProps = ComponentProps<'button'> & { look?: Look; busy?: boolean };

export const Button = ({ look = 'plain', busy, className, children, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    aria-disabled={busy || undefined}
    onClick={busy ? (event) => event.preventDefault() : rest.onClick}
    className={buttonLook(look, className)}
  >
    {busy && <LoaderCircle aria-hidden className="size-4 animate-spin" />}
    {children}
  </button>
);

/** A square button that shows an icon and speaks its label. */
export const IconButton = ({ label, className, ...rest }: ButtonProps & { label: string }) => (
  <button
    type="button"
    aria-label={label}
    title={label}
    {...rest}
    className={cx(
      'inline-flex size-8 shrink-0 items-center justify-center rounded-control text-ink-2 transition-colors duration-150 hover:bg-hover hover:text-ink disabled:opacity-60',
      className,
    )}
  />
);
