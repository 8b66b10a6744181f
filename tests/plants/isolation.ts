import { type Plant, plant } from './plant.ts';

const schemas = 'packages/tenancy/src/schemas.ts';

/** Faults in the separation of tenants. */
export const isolation: readonly Plant[] = [
  plant(
    '3.1',
    'a login may reach every schema',
    schemas,
    ['const pattern = grantPattern(schemaName(id, schema));', "const pattern = '*';"],
    'tests/isolation/tenants',
  ),
  plant(
    '3.2',
    'cells run as root',
    'deploy/host/specs.ts',
    ['...tenantAccount(entry.uids),', 'uid: null,\n    gid: null,'],
    'tests/isolation/kernel',
  ),
  plant(
    '3.3',
    'an unknown name is shown some tenant’s certificate',
    'services/gateway/src/tenants/directory.ts',
    ['known.contexts.get(host),', 'known.contexts.get(host) ?? [...known.contexts.values()][0],'],
    'services/gateway/src/app.tls',
  ),
  plant(
    '3.5',
    'all tenants have the same database password',
    'packages/tenancy/src/keys.ts',
    [
      "'database.password': () => randomBytes(32).toString('base64url')",
      "'database.password': () => 'a'.repeat(43)",
    ],
    'tests/isolation/tenants',
  ),
  plant(
    '3.6',
    'a run is believed whoever signed it',
    'packages/events/src/run.ts',
    [
      'if (!verify(null, Buffer.from(signed.body), key, signature)) return null;',
      'verify(null, Buffer.from(signed.body), key, signature);',
    ],
    'tests/isolation/tenants',
  ),
  plant(
    '3.7',
    'the trail’s route takes a tenant',
    'services/audit/src/entries/routes.ts',
    [
      'query: z.strictObject({ ...filter, format:',
      'query: z.strictObject({ ...filter, tenant: z.string().optional(), format:',
    ],
    'tests/isolation/tenants',
  ),
  plant(
    '3.8',
    'a schema is left out of the backup',
    schemas,
    [
      "schemas.filter((schema) => schema !== 'bus')",
      "schemas.filter((schema) => schema !== 'bus' && schema !== 'media')",
    ],
    'tests/system/backup.test',
  ),
];
