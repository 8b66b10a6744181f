import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { Button, buttonLook } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { countText, plural } from '../ui/format.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { readContent } from './read-file.ts';

export type SourceText = {
  readonly content: string;
  readonly format: 'text' | 'xlsx';
  /** The sheet of a workbook; the first one where nothing is chosen. */
  readonly sheet?: string;
  /** What the chosen file is called. */
  readonly file: string;
  readonly name: string;
  readonly delimiter: string;
};

type SourceStepProps = {
  readonly error: unknown;
  readonly busy: boolean;
  /** Sources whose mapping is kept. */
  readonly known: readonly string[];
  readonly read: (source: SourceText) => void;
};

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
];

const nothing: SourceText = { content: '', format: 'text', file: '', name: '', delimiter: '' };

const withoutEnding = (file: string): string => file.replace(/\.[^.]+$/, '');

const Choose = ({ take }: { take: (file: File) => void }) => (
  <label className={buttonLook('plain', 'focus-within:outline-2 focus-within:outline-accent')}>
    <FileUp aria-hidden className="size-4" />
    Choose a file
    <input
      type="file"
      accept=".csv,.tsv,.txt,.json,.xlsx,text/csv,application/json"
      className="sr-only"
      onChange={({ target }) => target.files?.[0] && take(target.files[0])}
    />
  </label>
);

type AboutProps = {
  readonly source: SourceText;
  readonly put: (part: Partial<SourceText>) => void;
  readonly known: readonly string[];
};

/** What the source is called and how its columns are told apart. */
const About = ({ source, put, known }: AboutProps) => (
  <div className="grid gap-4 sm:grid-cols-2">
    <TextField
      label="Name of the source"
      help="The mapping is kept under this name and offered for the next file."
      list="known-sources"
      value={source.name}
      onChange={({ target }) => put({ name: target.value })}
    />
    <datalist id="known-sources">
      {known.map((name) => (
        <option key={name} value={name} />
      ))}
    </datalist>
    {source.format === 'text' && (
      <Field label="Columns are separated by">
        {(wiring) => (
          <Select
            {...wiring}
            none="Find out"
            options={delimiters}
            value={source.delimiter}
            onChange={({ target }) => put({ delimiter: target.value })}
          />
        )}
      </Field>
    )}
  </div>
);

/** Characters that are shown of a file: a large one would hold the page up. */
const mostShown = 200_000;

/** The table as text, to paste or to correct. */
const Pasted = ({ content, put }: Pick<AboutProps, 'put'> & { content: string }) => {
  if (content.length > mostShown)
    return <p className="text-13 text-ink-2">{countText(content.length)} characters were read.</p>;
  const lines = content.trim() ? content.trim().split('\n').length : 0;
  return (
    <Field label="Table" help={lines ? plural(lines, 'line', 'lines') : undefined}>
      {(wiring) => (
        <textarea
          {...wiring}
          rows={8}
          required
          spellCheck={false}
          value={content}
          onChange={({ target }) => put({ content: target.value })}
          className="field overflow-x-auto font-mono text-12 whitespace-pre"
        />
      )}
    </Field>
  );
};

/** A table as text: from a file, which is read in the browser, or pasted. */
export const SourceStep = ({ error, busy, known, read }: SourceStepProps) => {
  const [source, setSource] = useState<SourceText>(nothing);
  const put = (part: Partial<SourceText>) => setSource((now) => ({ ...now, ...part }));
  const take = async (file: File) => {
    const read = readContent(await file.arrayBuffer());
    put({ ...read, file: file.name, name: source.name || withoutEnding(file.name) });
  };
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        read(source);
      }}
    >
      <ProblemNotice error={error} />
      <div className="flex flex-wrap items-center gap-3">
        <Choose take={(file) => void take(file)} />
        <p className="text-13 text-ink-3">
          {source.format === 'xlsx'
            ? `${source.file}: a workbook.`
            : 'CSV, JSON or an Excel workbook with the column names in its first line, or paste a table:'}
        </p>
      </div>
      {source.format === 'text' && <Pasted content={source.content} put={put} />}
      <About source={source} put={put} known={known} />
      <div>
        <Button type="submit" look="primary" busy={busy} disabled={source.content === ''}>
          Read the columns
        </Button>
      </div>
    </form>
  );
};
