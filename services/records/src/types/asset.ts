import { defineRecord, field } from '@bulwark/record';

const NEED = [
  { value: 'low', label: 'Low' },
  { value: 'normal', label: 'Normal' },
  { value: 'high', label: 'High' },
  { value: 'very-high', label: 'Very high' },
] as const;
const PROTECTION = { section: 'Protection need' };

export const asset = defineRecord({
  name: 'asset',
  plural: 'assets',
  title: 'Asset',
  titlePlural: 'Assets',
  clause: 'A.5.9',
  prefix: 'AST',
  fields: {
    title: field.text('Name', { required: true }),
    kind: field.choice('Kind', [
      { value: 'information', label: 'Information' },
      { value: 'process', label: 'Business process' },
      { value: 'service', label: 'Service' },
      { value: 'software', label: 'Software' },
      { value: 'hardware', label: 'Hardware' },
      { value: 'network', label: 'Network' },
      { value: 'site', label: 'Site' },
      { value: 'people', label: 'People' },
    ]),
    description: field.longText('Description'),
    owner: field.person('Owner', { help: 'Answers for the asset and its protection.' }),
    custodian: field.person('Custodian', { help: 'Looks after it day by day.' }),
    location: field.text('Location'),
    classification: field.choice(
      'Classification',
      [
        { value: 'public', label: 'Public' },
        { value: 'internal', label: 'Internal' },
        { value: 'confidential', label: 'Confidential' },
        { value: 'restricted', label: 'Restricted' },
      ],
      PROTECTION,
    ),
    confidentiality: field.choice('Confidentiality', NEED, PROTECTION),
    integrity: field.choice('Integrity', NEED, PROTECTION),
    availability: field.choice('Availability', NEED, PROTECTION),
    personalData: field.boolean('Holds personal data', PROTECTION),
    reviewDate: field.date('Next review'),
  },
  list: ['reference', 'title', 'kind', 'owner', 'classification', 'reviewDate'],
  filter: ['kind', 'owner', 'classification', 'confidentiality', 'integrity', 'availability'],
});
