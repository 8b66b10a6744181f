import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { messageOf, Problem } from '../api/problem.ts';
import { cx } from './classes.ts';

type Tone = 'bad' | 'warn' | 'ok' | 'note';

const tones = {
  bad: { look: 'bg-bad-soft text-bad', Icon: CircleAlert },
  warn: { look: 'bg-warn-soft text-warn', Icon: TriangleAlert },
  ok: { look: 'bg-ok-soft text-ok', Icon: CircleCheck },
  note: { look: 'bg-accent-soft text-ink', Icon: Info },
} as const;

type NoticeProps = { tone?: Tone; title?: string; children?: ReactNode; className?: string };

export const Notice = ({ tone = 'note', title, children, className }: NoticeProps) => {
  const { look, Icon } = tones[tone];
  return (
    <div
      {...(tone === 'bad' && { role: 'alert' })}
      className={cx('flex gap-2 rounded-control px-3 py-2 text-13', look, className)}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
    </div>
  );
};

/** A refusal in the service's own words, with its reasons and the number support asks for. */
export const ProblemNotice = ({ error }: { error: unknown }) => {
  if (!error) return null;
  const facts = error instanceof Problem ? error.facts : null;
  return (
    <Notice tone="bad" {...(facts?.title && facts.detail && { title: facts.title })}>
      <p>{messageOf(error)}</p>
      {facts?.fields.some((f) => f.message) && (
        <ul className="mt-1 list-disc pl-4">
          {facts.fields.map((f) => (
            <li key={f.path + f.message}>{f.message}</li>
          ))}
        </ul>
      )}
      {facts?.requestId && facts.status >= 500 && (
        <p className="mt-1 font-mono text-12">Request {facts.requestId}</p>
      )}
    </Notice>
  );
};
