import { type RefObject, useEffect } from 'react';

/** Brings the cursor into the first field of a form that has just come. */
export const useFirstField = (form: RefObject<HTMLFormElement | null>): void =>
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input, textarea, select')?.focus();
  }, [form]);
