import { type Plant, plant } from './plant.ts';

const admission = 'packages/http/src/admission.ts';
const rights = 'tests/system/rights';

/** Faults in sign-in and rights. */
export const access: readonly Plant[] = [
  plant(
    '4.1',
    'a password alone is a whole sign-in',
    'services/identity/src/sessions/exchange.ts',
    ["assurance: must ? 'password' : 'full'", "assurance: 'full'"],
    'tests/system/sign-in',
  ),
  plant(
    '4.4',
    'a given-out password is enough',
    admission,
    [
      'if (LEVEL[claims.assurance] >= LEVEL[assurance]) return null;',
      'if (LEVEL[claims.assurance] >= 1) return null;',
    ],
    'tests/system/sign-in',
  ),
  plant(
    '4.6',
    'scripts may read the cookie',
    'services/identity/src/sessions/cookie.ts',
    ['Secure; HttpOnly; SameSite=Strict`', 'Secure; SameSite=Strict`'],
    'tests/system/sign-in',
  ),
  plant(
    '4.10',
    'an auditor may write',
    'services/identity/migrations/0004-shipped-rights.sql',
    [
      "('auditor', 'registers', 'view'),",
      "('auditor', 'registers', 'view'),\n  ('auditor', 'registers', 'create'),",
    ],
    rights,
  ),
  plant(
    '4.11',
    'who may look may do anything',
    admission,
    ['if (rights[page]?.includes(action)) return null;', 'if (rights[page]) return null;'],
    rights,
  ),
  plant(
    '4.13',
    'the server leaves rights to the browser',
    admission,
    [' ?? refuseRights(claims, asked)', ''],
    rights,
  ),
  plant(
    '5.8',
    'any CSRF token will do',
    admission,
    [
      'if (csrf && csrfToken && hashOf(csrfToken) === csrf) return null;',
      'if (csrf && csrfToken && hashOf(csrfToken)) return null;',
    ],
    rights,
  ),
];
