import { Select } from '../ui/select.tsx';

type SheetChoiceProps = {
  readonly sheets: readonly string[];
  /** Empty for the first one. */
  readonly sheet: string;
  readonly choose: (sheet: string) => void;
};

/** Which sheet of a workbook is read. */
export const SheetChoice = ({ sheets, sheet, choose }: SheetChoiceProps) => (
  <Select
    snug
    aria-label="Sheet"
    options={sheets.map((name) => ({ value: name, label: `Sheet: ${name}` }))}
    value={sheet || (sheets[0] ?? '')}
    onChange={({ target }) => choose(target.value)}
  />
);
