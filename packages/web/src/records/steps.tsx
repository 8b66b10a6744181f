import type { Transition, Workflow } from '@bulwark/record';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import type { RecordItem, TypeDescription } from '../api/types.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { say } from '../ui/toast.tsx';
import { useHeld } from '../ui/use-held.ts';

type StepsProps = {
  readonly type: TypeDescription;
  readonly workflow: Workflow;
  readonly record: RecordItem;
};

const stateOf = ({ field, initial }: Workflow, record: RecordItem): string =>
  String(record[field] ?? initial);

/** Takes a step; one that asks for no reason is taken at once, and a refusal is said. */
const useStep = ({ type, record }: StepsProps, step: Transition | null, done: () => void) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ name, reason }: { name: string; reason?: string }) =>
      call(`/api/records/${type.plural}/${record.id}/${name}`, {
        method: 'POST',
        body: reason ? { reason } : {},
        rev: record.rev,
      }),
    onSuccess: async () => {
      done();
      await client.invalidateQueries({ queryKey: ['records', type.plural] });
    },
    onError: (error) => {
      if (!step) say(error instanceof Problem ? error.message : String(error));
    },
  });
};

/** Where a record stands, and the steps it may take from there. */
export const Steps = (props: StepsProps) => {
  const { type, workflow, record } = props;
  const [asked, setAsked] = useState<Transition | null>(null);
  const held = useHeld(asked, asked !== null);
  const close = () => setAsked(null);
  const taking = useStep(props, asked, close);
  const state = stateOf(workflow, record);
  const label = type.fields
    .find(({ name }) => name === workflow.field)
    ?.options?.find(({ value }) => value === state)?.label;
  const steps = workflow.transitions.filter(({ from }) => from.includes(state));
  if (steps.length === 0) return null;
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button busy={taking.isPending}>
            {label ?? state}
            <ChevronDown aria-hidden className="size-4" />
          </Button>
        }
        entries={steps.map((step) => ({
          kind: 'action' as const,
          label: step.reason ? `${step.label} …` : step.label,
          act: () => (step.reason ? setAsked(step) : taking.mutate({ name: step.name })),
        }))}
      />
      <ReasonDialog
        title={`${held?.label ?? ''} ${record.reference}?`}
        lead="The reason stands in its history and in the audit trail."
        button={held?.label ?? ''}
        look="primary"
        open={asked !== null}
        close={close}
        send={{
          mutate: (reason) => asked && taking.mutate({ name: asked.name, reason }),
          error: taking.error,
          isPending: taking.isPending,
        }}
      />
    </>
  );
};
