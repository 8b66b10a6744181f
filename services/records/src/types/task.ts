import { defineRecord, field } from '@bulwark/record';

export const task = defineRecord({
  name: 'task',
  plural: 'tasks',
  title: 'Task',
  titlePlural: 'Tasks',
  clause: '6.2',
  prefix: 'TSK',
  fields: {
    title: field.text('Title', { required: true }),
    description: field.longText('Description'),
    status: field.choice('Status', [
      { value: 'pending', label: 'Pending', aliases: ['open', 'to do'] },
      { value: 'in-progress', label: 'In progress', aliases: ['in_progress', 'started'] },
      { value: 'done', label: 'Done', aliases: ['completed', 'closed'] },
      { value: 'cancelled', label: 'Cancelled' },
    ]),
    dueDate: field.date('Due'),
    assignee: field.person('Assignee'),
    link: field.url('Link'),
    assets: field.links('Assets', { of: 'asset' }),
    risks: field.links('Risks', { of: 'risk' }),
  },
  workflow: {
    field: 'status',
    initial: 'pending',
    transitions: [
      { name: 'start', label: 'Start', from: ['pending'], to: 'in-progress' },
      { name: 'complete', label: 'Complete', from: ['pending', 'in-progress'], to: 'done' },
      {
        name: 'cancel',
        label: 'Call off',
        from: ['pending', 'in-progress'],
        to: 'cancelled',
        reason: true,
      },
      { name: 'reopen', label: 'Reopen', from: ['done', 'cancelled'], to: 'pending', reason: true },
    ],
  },
  list: ['reference', 'title', 'status', 'dueDate', 'assignee'],
  filter: ['status', 'assignee', 'dueDate'],
});
