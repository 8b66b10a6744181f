import { useEffect, useRef } from 'react';
import { Controller, type UseFormReturn } from 'react-hook-form';
import { Problem } from '../api/problem.ts';
import type { FieldDescription, RecordItem, TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/classes.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { useFirstField } from '../ui/use-first-field.ts';
import { foreseen } from './derive.ts';
import { sectionsOf, type Wording } from './describe.ts';
import { FormField } from './form-field.tsx';
import { type FormValues, fieldOfPath } from './form-values.ts';
import { Value } from './value.tsx';

export type RecordForm = UseFormReturn<FormValues>;

type RecordFormProps = {
  readonly type: TypeDescription;
  readonly record: RecordItem | null;
  readonly form: RecordForm;
  readonly wording: Wording;
  readonly error: unknown;
  readonly busy: boolean;
  readonly submit: (values: FormValues) => void;
  readonly cancel: () => void;
  readonly submitLabel: string;
};

const isMissing = (value: unknown): boolean =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

const Derived = ({
  type,
  record,
  form,
  wording,
  field,
}: RecordFormProps & { field: FieldDescription }) => {
  const values = form.watch();
  const value = foreseen(type, field, values, wording.method) ?? record?.[field.name];
  return (
    <div className="col-span-2 flex items-center gap-3 pb-2 text-13">
      <span className="text-ink-2">{field.label}</span>
      <output>
        <Value field={field} value={value} wording={wording} />
      </output>
    </div>
  );
};

const Typed = ({ form, wording, field }: RecordFormProps & { field: FieldDescription }) => (
  <Controller
    control={form.control}
    name={field.name}
    rules={{
      validate: (value) => !field.required || !isMissing(value) || `${field.label} is needed.`,
    }}
    render={({ field: input, fieldState }) => (
      <FormField
        field={field}
        value={input.value ?? ''}
        change={input.onChange}
        error={fieldState.error?.message}
        wording={wording}
      />
    )}
  />
);

/** Puts the service's words about a field beside it and the cursor into the first one. */
const useFieldProblems = (form: RecordForm, error: unknown) => {
  const { setError } = form;
  useEffect(() => {
    if (!(error instanceof Problem)) return;
    for (const { path, message } of error.facts.fields)
      setError(fieldOfPath(path), { type: 'server', message });
  }, [error, setError]);
};

/** A form drawn from the description of its record. */
export const RecordFormView = (props: RecordFormProps) => {
  const { type, form, error, busy, submit, cancel, submitLabel } = props;
  const element = useRef<HTMLFormElement>(null);
  useFirstField(element);
  useFieldProblems(form, error);
  const focusFirstError = () =>
    element.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  return (
    <form
      ref={element}
      noValidate
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) =>
        void form.handleSubmit(submit, () => requestAnimationFrame(focusFirstError))(event)
      }
    >
      <div className="flex min-h-0 flex-1 flex-col gap-7 overflow-y-auto px-5 py-5">
        <ProblemNotice error={error} />
        {sectionsOf(type.fields).map(({ title, fields }) => (
          <fieldset key={title} className="grid min-w-0 grid-cols-2 gap-4">
            {title && <legend className="col-span-2 mb-3 text-14 font-semibold">{title}</legend>}
            {fields
              .filter((field) => !field.fixed || field.kind === 'derived')
              .map((field) =>
                field.kind === 'derived' ? (
                  <Derived key={field.name} {...props} field={field} />
                ) : (
                  <div
                    key={field.name}
                    className={cx('min-w-0', field.kind !== 'level' && 'col-span-2')}
                  >
                    <Typed {...props} field={field} />
                  </div>
                ),
              )}
          </fieldset>
        ))}
      </div>
      <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-5 py-3">
        <Button onClick={cancel}>Cancel</Button>
        <Button type="submit" look="primary" busy={busy}>
          {submitLabel}
        </Button>
      </footer>
    </form>
  );
};
