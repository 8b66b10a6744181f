import type { ReactNode } from 'react';
import { cx } from './classes.ts';

type Tone = 'ok' | 'bad' | 'warn' | 'plain' | 'accent';

const tones: Record<Tone, string> = {
  ok: 'bg-ok-soft text-ok',
  bad: 'bg-bad-soft text-bad',
  warn: 'bg-warn-soft text-warn',
  plain: 'bg-hover text-ink-2',
  accent: 'bg-accent-soft text-accent',
};

export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span
    className={cx(
      'inline-flex h-5 max-w-full items-center gap-1 rounded-control px-1.5 text-12 font-medium whitespace-nowrap',
      tones[tone],
    )}
  >
    {children}
  </span>
);

const ramp: Readonly<Record<string, string>> = {
  VL: 'bg-vl text-on-vl',
  L: 'bg-l text-on-l',
  M: 'bg-m text-on-m',
  H: 'bg-h text-on-h',
  C: 'bg-c text-on-c',
};

/** The ramp's colours for a level; a level the ramp does not know stays neutral. */
export const levelLook = (code: string): string => ramp[code] ?? 'bg-hover text-ink-2';

/** A risk level: letter and word, the colour only as a third sign. */
export const LevelBadge = ({ code, label }: { code: string; label: string }) => (
  <span
    className={cx(
      'inline-flex h-5 items-center gap-1.5 rounded-control px-1.5 text-12 font-medium whitespace-nowrap',
      levelLook(code),
    )}
  >
    <span className="font-semibold">{code}</span>
    {label}
  </span>
);
