import type { TypeDescription } from '../api/types.ts';

const lessons: Readonly<Record<string, string>> = {
  risk: 'Clause 6.1.2 asks for a repeatable assessment: what could happen to confidentiality, integrity or availability, how likely it is, how much it would hurt, and who owns it. Start with the three risks you already talk about, rate them, and name an owner for each.',
  asset:
    'Control A.5.9 asks for an inventory of information and the assets that go with it, each with an owner. Start with the information itself – customer data, contracts, source code – then the systems, sites and suppliers it depends on.',
  control:
    'Clause 6.1.3 asks which controls are needed, whether they are in place, and why any control of Annex A is left out. Each entry here becomes a line of the statement of applicability.',
  document:
    'Clause 7.5 asks that documented information is identified, reviewed, approved and available where it is needed.',
  incident:
    'Control A.5.24 asks for a planned response. Note what happened, when it was known and who leads; the rest can follow.',
};

/** What the standard expects of a register that is still empty. */
export const lessonOf = ({ name, titlePlural, clause }: TypeDescription): string =>
  lessons[name] ??
  `${clause ? `${clause.startsWith('A.') ? 'Control' : 'Clause'} ${clause} asks for this register. ` : ''}Add the first of your ${titlePlural.toLowerCase()}; every change is kept with who made it, when and why.`;

/** "ISO 27001:2022 · Clause 6.1.2" */
export const eyebrowOf = ({ clause }: TypeDescription): string =>
  clause
    ? `ISO 27001:2022 · ${clause.startsWith('A.') ? 'Control' : 'Clause'} ${clause}`
    : 'ISO 27001:2022';
