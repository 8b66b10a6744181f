import { z } from '@bulwark/record';

/** An id and its title, in the standard's words. */
export type Listed = { readonly id: string; readonly title: string };

const text = z.string().regex(/^\S(.*\S)?$/, 'is empty, has several lines or a space at an end');

/** Words as a reader counts them: what stands between spaces. */
export const wordsIn = (content: string): number => content.split(/\s+/).filter(Boolean).length;

const listed = z.strictObject({ id: text, title: text });

const fileName = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no name of a file');

const theme = z.strictObject({ id: fileName, title: text, controls: z.array(listed).min(1) });

/** framework.json */
export const frameworkText = z.strictObject({
  id: fileName,
  title: text,
  themes: z.array(theme).min(1),
  clauses: z.array(listed),
});

const kinds = z
  .array(z.enum(['preventive', 'detective', 'corrective']))
  .min(1)
  .refine((list) => new Set(list).size === list.length, 'names one twice');

/** An entry of <theme>.json */
export const controlText = z
  .strictObject({
    id: text,
    kind: kinds,
    purpose: text,
    good: text,
    evidence: text,
    questions: z.array(text).min(1).max(3),
  })
  .superRefine(({ purpose, good, evidence }, context) => {
    const words = wordsIn([purpose, good, evidence].join(' '));
    if (words >= 60 && words <= 150) return;
    context.addIssue(`its guidance has ${words} words, not 60 to 150`);
  });

/** An entry of clauses.json */
export const clauseText = z
  .strictObject({ id: text, documented: z.boolean(), check: text })
  .superRefine(({ check }, context) => {
    const words = wordsIn(check);
    if (words >= 20 && words <= 60) return;
    context.addIssue(`its check has ${words} words, not 20 to 60`);
  });
