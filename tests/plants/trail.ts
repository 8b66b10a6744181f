import { type Plant, plant } from './plant.ts';

const schemas = 'packages/tenancy/src/schemas.ts';
const rights = 'tests/system/rights';

/** Faults in the audit trail. */
export const trail: readonly Plant[] = [
  plant(
    '7.1',
    'refusals are not recorded',
    'packages/http/src/refuse.ts',
    ['if (sub === null) return;', 'if (sub !== null) return;'],
    'tests/system/coverage',
  ),
  plant(
    '7.3',
    'a change of profiles is recorded without what differs',
    'services/identity/src/people/routes.ts',
    [
      'body: after, about: about(after, before) };\n    },\n  }),',
      'body: after, about: about(after, after) };\n    },\n  }),',
    ],
    rights,
  ),
  plant(
    '7.4',
    'before is recorded as it was after',
    'services/records/src/registers/change.ts',
    ['before: shown(field, from,', 'before: shown(field, to,'],
    'tests/system/injection',
  ),
  plant(
    '7.6',
    'the ledger’s login may change it',
    schemas,
    ["ledger: 'SELECT, INSERT'", "ledger: 'SELECT, INSERT, UPDATE, DELETE'"],
    'tests/system/closed',
  ),
  plant(
    '7.10',
    'what the bus did not take counts as sent',
    'packages/events/src/relay.ts',
    [
      'await transport.publish(signRun(run, { key, kid }));',
      'await transport.publish(signRun(run, { key, kid })).catch(() => undefined);',
    ],
    'tests/system/kafka',
  ),
];
