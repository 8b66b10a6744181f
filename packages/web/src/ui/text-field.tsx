import type { ComponentProps } from 'react';
import { cx } from './classes.ts';
import { Field } from './field.tsx';

type TextFieldProps = Omit<ComponentProps<'input'>, 'id'> & {
  readonly label: string;
  readonly help?: string;
  readonly error?: string | undefined;
};

/** A labelled line of text. */
export const TextField = ({ label, help, error, className, ...input }: TextFieldProps) => (
  <Field label={label} help={help} error={error}>
    {(wiring) => <input {...wiring} {...input} className={cx('field', className)} />}
  </Field>
);
