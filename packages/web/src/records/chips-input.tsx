import { X } from 'lucide-react';
import { useState } from 'react';
import type { Wiring } from '../ui/field.tsx';

type ChipsInputProps = {
  readonly wiring: Wiring;
  readonly value: readonly string[];
  readonly change: (value: readonly string[]) => void;
};

/** A list of short texts: Enter or a comma adds one, Backspace takes the last one back. */
export const ChipsInput = ({ wiring, value, change }: ChipsInputProps) => {
  const [text, setText] = useState('');
  const add = (typed: string) => {
    const words = typed.split(/[,;\n]/).map((w) => w.trim());
    const fresh = words.filter((w, i) => w && !value.includes(w) && words.indexOf(w) === i);
    if (fresh.length) change([...value, ...fresh]);
    setText('');
  };
  return (
    <div className="field flex flex-wrap gap-1 px-1.5 py-1">
      {value.map((item) => (
        <span
          key={item}
          className="inline-flex h-6 max-w-full items-center gap-0.5 rounded-control bg-hover pl-2 text-13"
        >
          <span className="truncate">{item}</span>
          <button
            type="button"
            aria-label={`Remove ${item}`}
            className="inline-flex size-6 items-center justify-center rounded-control text-ink-2 hover:text-ink"
            onClick={() => change(value.filter((v) => v !== item))}
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <input
        {...wiring}
        value={text}
        placeholder={value.length ? '' : 'Type and press Enter'}
        className="h-6 min-w-32 flex-1 bg-transparent px-1 outline-none"
        onChange={({ target }) =>
          target.value.endsWith(',') ? add(target.value) : setText(target.value)
        }
        onBlur={() => text && add(text)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && text) {
            event.preventDefault();
            add(text);
          }
          if (event.key === 'Backspace' && !text) change(value.slice(0, -1));
        }}
      />
    </div>
  );
};
