import { Search } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useDebounced } from './use-debounced.ts';

type SearchBoxProps = { label: string; value: string; change: (value: string) => void };

/** A search that asks once the typing pauses; `/` brings the cursor here. */
export const SearchBox = ({ label, value, change }: SearchBoxProps) => {
  const [text, setText] = useState(value);
  const settled = useDebounced(text);
  const said = useRef(value);
  useEffect(() => {
    if (value === said.current) return;
    said.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (settled === said.current) return;
    said.current = settled;
    change(settled);
  }, [settled, change]);
  return (
    <span className="relative block w-full sm:w-60">
      <Search aria-hidden className="absolute top-2 left-2.5 size-4 text-ink-3" />
      <input
        type="search"
        data-search
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="field h-8 pl-8 text-13"
      />
    </span>
  );
};
