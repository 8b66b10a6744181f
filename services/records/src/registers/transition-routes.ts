import { problem, type Route, route } from '@bulwark/http';
import {
  type RecordType,
  type Refusal,
  recordSchema,
  refuseTransition,
  type StoredRecord,
  type Transition,
  type Values,
  type Workflow,
  z,
} from '@bulwark/record';
import { listSteps } from './history-repository.ts';
import { changeRecord, type Moving } from './store.ts';

const reason = z.string().trim().min(1).max(500);

type Options = { readonly types: readonly RecordType[]; readonly newId: () => string };

/** A route for each step that records of a type may take. */
export const transitionRoutes = (type: RecordType, options: Options): Route[] =>
  (type.workflow?.transitions ?? []).map((transition) =>
    transitionRoute(type, type.workflow as Workflow, transition, options),
  );

const transitionRoute = (
  type: RecordType,
  workflow: Workflow,
  transition: Transition,
  { types, newId }: Options,
): Route =>
  route({
    method: 'POST',
    path: `/${type.plural}/:id/${transition.name}`,
    summary: `${transition.label}: from ${transition.from.join(' or ')} to ${transition.to}`,
    permission: `${type.page}:${transition.needs ?? 'edit'}`,
    audit: { when: 'change', action: `${type.name}.${transition.name}`, kind: 'update' },
    params: z.strictObject({ id: z.uuid() }),
    ifMatch: true,
    body: transition.reason
      ? z.strictObject({ reason })
      : z.strictObject({ reason: reason.optional() }),
    response: recordSchema(type),
    handle: async (tx, { params, body, revision, sender, now }) => {
      const check: Moving['check'] = async (record, by) => {
        const taken = await listSteps(tx.sql, { type: type.name, id: record.id });
        const refusal = refuseTransition(workflow, transition, { values: record, taken, by });
        if (refusal) throw refused(type, workflow, record, refusal);
      };
      const { record, about } = await changeRecord(tx, type, {
        ...{ id: params.id, revision, sender, now, newId, types },
        action: transition.name,
        values: { [workflow.field]: transition.to },
        check,
        ...(body.reason ? { reason: body.reason } : {}),
      });
      return { revision: record.rev, body: record, about };
    },
  });

/** Every refusal says who or what would make it possible. */
const refused = (
  { fields }: RecordType,
  workflow: Workflow,
  record: StoredRecord,
  refusal: Refusal,
) => {
  const label = (name: string): string => fields[name]?.label ?? name;
  const stateOf = (value: unknown): string =>
    fields[workflow.field]?.options?.find((option) => option.value === value)?.label ?? '–';
  switch (refusal.why) {
    case 'state': {
      const is = stateOf((record as Values)[workflow.field]);
      const may = refusal.from.map(stateOf).join(' or ');
      return problem('conflict', `It is “${is}”; this step begins at “${may}”.`);
    }
    case 'role':
      return problem(
        'forbidden',
        `Only the ${refusal.fields.map(label).join(' or the ')} of this record may do this.`,
      );
    case 'four-eyes':
      return problem('forbidden', 'Somebody else must do this: you took an earlier step yourself.');
    case 'fields':
      return problem('invalid', 'Fill the fields that are named first.', {
        fields: refusal.fields.map((name) => ({ path: `/${name}`, message: 'Fill this first.' })),
      });
    default:
      return never(refusal);
  }
};

const never = (refusal: never): never => {
  throw new Error(`unknown refusal ${JSON.stringify(refusal)}`);
};
