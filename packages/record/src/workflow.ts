type Values = { readonly [name: string]: unknown };

/** One step that a record may take from state to state, and who may take it. */
export type Transition = {
  /** A verb; part of the route and of the audit action: `task.complete`. At most 20 letters. */
  readonly name: string;
  readonly label: string;
  readonly from: readonly string[];
  readonly to: string;
  /** The right on the type's page; `edit` where nothing is said. */
  readonly needs?: 'create' | 'edit' | 'delete';
  /** Person fields: only who stands in one of them may take it. */
  readonly by?: readonly string[];
  /** Four eyes: who took one of these steps last may not take this one. `create` counts as a step. */
  readonly notBy?: readonly string[];
  /** Fields that must be filled first. */
  readonly fields?: readonly string[];
  /** Whether the reason must be said. */
  readonly reason?: true;
};

/** How records of a type move: one choice field that nobody types, and the steps between its values. */
export type Workflow = {
  readonly field: string;
  readonly initial: string;
  readonly transitions: readonly Transition[];
};

/** Who did what to a record, newest first. */
export type Taken = { readonly action: string; readonly actor: string };

export type Refusal =
  | { readonly why: 'state'; readonly from: readonly string[] }
  | { readonly why: 'role'; readonly fields: readonly string[] }
  | { readonly why: 'four-eyes'; readonly step: string }
  | { readonly why: 'fields'; readonly fields: readonly string[] };

/** Why somebody may not take a step now; null when it may be taken. */
export const refuseTransition = (
  workflow: Workflow,
  transition: Transition,
  { values, taken, by }: { values: Values; taken: readonly Taken[]; by: string },
): Refusal | null => {
  const { from, by: roles = [], notBy = [], fields = [] } = transition;
  if (!from.includes(String(values[workflow.field] ?? workflow.initial)))
    return { why: 'state', from };
  if (roles.length > 0 && !roles.some((name) => values[name] === by))
    return { why: 'role', fields: roles };
  const step = notBy.find((name) => taken.find(({ action }) => action === name)?.actor === by);
  if (step) return { why: 'four-eyes', step };
  const empty = fields.filter((name) => isEmpty(values[name]));
  return empty.length > 0 ? { why: 'fields', fields: empty } : null;
};

const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || (Array.isArray(value) && value.length === 0);

/** The states that an import may give a record: those that lie behind no guarded step. */
export const importable = ({ initial, transitions }: Workflow): readonly string[] => {
  const isOpen = ({ by, notBy, needs }: Transition): boolean =>
    !by && !notBy && (needs === undefined || needs === 'edit' || needs === 'create');
  const reached = [initial];
  for (const state of reached)
    for (const { from, to } of transitions.filter(isOpen))
      if (from.includes(state) && !reached.includes(to)) reached.push(to);
  return reached;
};
