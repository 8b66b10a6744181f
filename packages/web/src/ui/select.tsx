import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import type { Option } from '../api/types.ts';
import { cx } from './classes.ts';

type SelectProps = ComponentProps<'select'> & {
  readonly options: readonly Option[];
  /** What the empty choice is called; without it there is none. */
  readonly none?: string;
  /** As wide as the choice made: for rows of filters. */
  readonly snug?: boolean;
};

/** The system's own list of choices: every keyboard, reader and phone knows it. */
export const Select = ({ options, none, snug, className, ...rest }: SelectProps) => (
  <span className={cx('relative block', className)}>
    <select
      {...rest}
      className={cx(
        'field h-8 appearance-none truncate pr-8',
        snug && 'field-sizing-content text-13',
      )}
    >
      {none !== undefined && <option value="">{none}</option>}
      {options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
    <ChevronDown
      aria-hidden
      className="pointer-events-none absolute top-2 right-2.5 size-4 text-ink-3"
    />
  </span>
);
