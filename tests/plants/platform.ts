import { type Plant, plant } from './plant.ts';

const policy = 'services/gateway/src/headers/policy.ts';
const rights = 'tests/system/rights';

/** Faults in the platform and its doors. */
export const platform: readonly Plant[] = [
  plant(
    '1.2',
    'a new profile may see the registers',
    'services/identity/src/profiles/repository.ts',
    [
      'rev: 1 });',
      "rev: 1 });\n  await sql('profile_right').insert({ profile_id: id, page: 'registers', action: 'view' });",
    ],
    rights,
  ),
  plant(
    '1.3',
    'a view that can not be recorded is shown',
    'packages/http/src/perform.ts',
    ['  } catch (cause) {\n    throw', '  } catch (cause) {\n    if (cause) return;\n    throw'],
    'tests/system/closed',
  ),
  plant(
    '1.5',
    'the platform starts without its risks',
    'deploy/host/demo.ts',
    ['loadBundle({ cell, bundle,', 'loadBundle({ cell, bundle: { ...bundle, risk: [] },'],
    'tests/isolation/kernel',
  ),
  plant(
    '2.2',
    'HSTS holds five minutes',
    policy,
    ['max-age=63072000', 'max-age=300'],
    'services/gateway',
  ),
  plant(
    '2.3',
    'HTTP is redirected so that a POST becomes a GET',
    'services/gateway/src/redirect.ts',
    ['writeHead(308', 'writeHead(302'],
    'services/gateway',
  ),
  plant(
    '2.7',
    'a secret that others may read is taken',
    'packages/runtime/src/secrets.ts',
    ["(mode & (readers === 'owner' ? 0o077 : 0o037)) !== 0", 'mode === 0'],
    'tests/system/closed',
  ),
  plant(
    '2.8',
    'what is sent to a route is logged',
    'packages/http/src/serve.ts',
    ["log({ msg: 'request', ", "log({ msg: 'request', body: request.body, "],
    'tests/system/closed',
  ),
  plant(
    '5.4',
    'a search is put into SQL text',
    'services/identity/src/people/repository.ts',
    ["either.where('name', 'like', pattern)", 'either.whereRaw("name LIKE \'" + pattern + "\'")'],
    'tests/system/injection',
  ),
  plant(
    '5.5',
    'faults of a body are not looked at',
    'packages/http/src/input.ts',
    [
      'faults.push(...faultsOf(parsed.error, prefix));',
      'if (prefix) faults.push(...faultsOf(parsed.error, prefix));',
    ],
    'tests/system/coverage',
    'tests/system/registers',
  ),
  plant(
    '5.7',
    'lists are sorted by whatever is asked',
    'services/records/src/registers/query.ts',
    ["sort: sortBy(type).default('-reference')", "sort: z.string().default('-reference')"],
    'tests/system/registers',
  ),
  plant(
    '5.12',
    'pages may be framed',
    policy,
    ["  ['X-Frame-Options', 'DENY'],\n", ''],
    'services/gateway',
  ),
  plant(
    '6.8',
    'an expired video address is good',
    'services/media/src/signing/embed.ts',
    ['isRight && expires * 1000 > now.getTime()', 'isRight && now'],
    'services/media',
  ),
  plant(
    '8.1',
    'nobody is told of a night without a backup',
    'services/backup/src/backups/daily.ts',
    ['return now.getTime() - new Date(lastVerified).getTime() > LONGEST_GAP_MS;', 'return !now;'],
    'tests/system/daily-backup',
  ),
  plant(
    '10.1',
    'the README claims a certificate',
    'README.md',
    ['aligned with ISO/IEC 27001:2022', 'certified for ISO/IEC 27001:2022'],
    'tests/system/injection',
  ),
];
