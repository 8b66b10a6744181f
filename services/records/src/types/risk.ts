import { defineRecord, field } from '@bulwark/record';
import { defaultMethod, levelOf } from './risk-method.ts';

const { levels } = defaultMethod;
const likelihood = (stage: string) =>
  field.level(`${stage} likelihood`, { scale: 'likelihood', section: `${stage} risk` });
const impact = (stage: string) =>
  field.level(`${stage} impact`, { scale: 'impact', section: `${stage} risk` });
const level = (stage: string) =>
  field.derived(`${stage} level`, levels, { section: `${stage} risk` });

const SCENARIO = { section: 'Scenario' };
const INHERENT = 'Inherent';
const CURRENT = 'Current';
const RESIDUAL = 'Residual';
const TREATMENT = { section: 'Treatment' };

export const risk = defineRecord({
  name: 'risk',
  plural: 'risks',
  title: 'Risk',
  titlePlural: 'Risks',
  clause: '6.1.2',
  prefix: 'RSK',
  fields: {
    title: field.text('Title', { required: true, ...SCENARIO }),
    description: field.longText('Description', {
      ...SCENARIO,
      help: 'What could happen, why, and what it would mean.',
    }),
    threats: field.list('Threats', SCENARIO),
    vulnerabilities: field.list('Vulnerabilities', SCENARIO),
    assets: field.links('Assets', { of: 'asset', ...SCENARIO }),
    owner: field.person('Owner', {
      ...SCENARIO,
      help: 'Answers for this risk and accepts what is left of it.',
    }),
    existingControls: field.list('Existing controls', SCENARIO),
    inherentLikelihood: likelihood(INHERENT),
    inherentImpact: impact(INHERENT),
    inherentLevel: level(INHERENT),
    currentLikelihood: likelihood(CURRENT),
    currentImpact: impact(CURRENT),
    currentLevel: level(CURRENT),
    treatment: field.choice(
      'Treatment',
      [
        { value: 'modify', label: 'Modify', aliases: ['mitigate', 'reduce', 'treat'] },
        { value: 'retain', label: 'Retain', aliases: ['accept', 'tolerate'] },
        { value: 'avoid', label: 'Avoid', aliases: ['terminate', 'eliminate'] },
        { value: 'share', label: 'Share', aliases: ['transfer'] },
      ],
      TREATMENT,
    ),
    plannedControls: field.list('Planned controls', TREATMENT),
    justification: field.longText('Justification', TREATMENT),
    residualLikelihood: likelihood(RESIDUAL),
    residualImpact: impact(RESIDUAL),
    residualLevel: level(RESIDUAL),
    sourceReference: field.text('Source reference', {
      help: 'The number this risk has in the system it came from.',
    }),
    reviewDate: field.date('Next review'),
  },
  list: [
    'reference',
    'title',
    'owner',
    'inherentLevel',
    'currentLevel',
    'residualLevel',
    'treatment',
    'reviewDate',
  ],
  filter: [
    'owner',
    'treatment',
    'inherentLevel',
    'currentLevel',
    'residualLevel',
    'inherentLikelihood',
    'inherentImpact',
    'currentLikelihood',
    'currentImpact',
    'residualLikelihood',
    'residualImpact',
  ],
  heatmap: {
    stages: [
      stage('inherent', 'Inherent'),
      stage('current', 'Current'),
      stage('residual', 'Residual'),
    ],
  },
  derive: (values) => ({
    inherentLevel: levelOf(values.inherentLikelihood, values.inherentImpact),
    currentLevel: levelOf(values.currentLikelihood, values.currentImpact),
    residualLevel: levelOf(values.residualLikelihood, values.residualImpact),
  }),
});

function stage(name: string, label: string) {
  return { name, label, likelihood: `${name}Likelihood`, impact: `${name}Impact` };
}
