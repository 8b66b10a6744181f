import type { FieldDescription } from '../api/types.ts';
import { Field, type Wiring } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { ChipsInput } from './chips-input.tsx';
import { optionsOf, type Wording } from './describe.ts';
import type { FormValue } from './form-values.ts';
import { LinkPicker } from './link-picker.tsx';

type InputProps = {
  readonly field: FieldDescription;
  readonly value: FormValue;
  readonly change: (value: FormValue) => void;
  readonly wiring: Wiring;
  readonly wording: Wording;
};

const textKinds: Readonly<Record<string, string>> = { text: 'text', url: 'url', date: 'date' };

const Input = ({ field, value, change, wiring, wording }: InputProps) => {
  const text = typeof value === 'string' ? value : '';
  const items = Array.isArray(value) ? value : [];
  switch (field.kind) {
    case 'longText':
      return (
        <textarea
          {...wiring}
          name={field.name}
          rows={4}
          maxLength={field.max}
          value={text}
          onChange={({ target }) => change(target.value)}
          className="field field-sizing-content max-h-80 min-h-20"
        />
      );
    case 'list':
      return <ChipsInput wiring={wiring} value={items} change={change} />;
    case 'links':
      return <LinkPicker wiring={wiring} of={field.of} value={items} change={change} />;
    case 'choice':
    case 'level':
    case 'person':
      return (
        <Select
          {...wiring}
          name={field.name}
          none={field.kind === 'person' ? 'Nobody chosen' : 'Not chosen'}
          options={optionsOf(field, wording)}
          value={text}
          onChange={({ target }) => change(target.value)}
        />
      );
    default:
      return (
        <input
          {...wiring}
          name={field.name}
          type={textKinds[field.kind] ?? 'text'}
          maxLength={field.max}
          value={text}
          onChange={({ target }) => change(target.value)}
          className="field"
        />
      );
  }
};

const YesNo = ({ field, value, change, error }: FormFieldProps) => (
  <div className="flex flex-col gap-1">
    <label className="flex items-center gap-2 text-13 font-medium">
      <input
        type="checkbox"
        name={field.name}
        className="size-4 accent-accent"
        checked={value === true}
        onChange={({ target }) => change(target.checked)}
      />
      {field.label}
    </label>
    {field.help && <p className="text-12 text-ink-3">{field.help}</p>}
    {error && (
      <p role="alert" className="text-12 font-medium text-bad">
        {error}
      </p>
    )}
  </div>
);

type FormFieldProps = {
  readonly field: FieldDescription;
  readonly value: FormValue;
  readonly change: (value: FormValue) => void;
  readonly error: string | undefined;
  readonly wording: Wording;
};

/** The input a described field asks for. */
export const FormField = (props: FormFieldProps) => {
  const { field, value, change, error, wording } = props;
  if (field.kind === 'boolean') return <YesNo {...props} />;
  return (
    <Field label={field.label} help={field.help} error={error} required={field.required}>
      {(wiring) => (
        <Input field={field} value={value} change={change} wiring={wiring} wording={wording} />
      )}
    </Field>
  );
};
