/** Who may import what: docs/architecture in the README; every rule here fails the build. */
const only = (name, pkg, allowed) => ({
  name,
  severity: 'error',
  from: { path: '^(packages|services|deploy|scripts)/', pathNot: allowed },
  to: { path: `node_modules/(${pkg})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'packages-do-not-know-services',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^services/' },
    },
    {
      name: 'services-stay-apart',
      severity: 'error',
      from: { path: '^services/([^/]+)/', pathNot: '^services/cell/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'web-knows-only-record-and-trail',
      severity: 'error',
      from: { path: '^packages/web/' },
      to: { path: '^packages/', pathNot: '^packages/(web|record|trail)/' },
    },
    {
      name: 'pure-packages-know-nothing-of-ours',
      severity: 'error',
      from: { path: '^packages/(record|trail|crypto)/' },
      to: { path: '^packages/', pathNot: '^packages/(record|trail|crypto)/' },
    },
    {
      name: 'features-get-other-features-passed-in',
      severity: 'error',
      from: {
        path: '^services/([^/]+)/src/([^/]+)/',
        pathNot: ['\\.test\\.ts$', '^services/cell/', '^services/[^/]+/src/operator/'],
      },
      to: {
        path: '^services/[^/]+/src/[^/]+/',
        pathNot: '^services/$1/src/($2|types)/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'privileged-file-imports-only-node',
      severity: 'error',
      from: { path: '^deploy/host/privileged\\.ts$' },
      to: { dependencyTypesNot: ['core', 'type-only'] },
    },
    only('express-in-http', 'express|helmet', '^packages/http/'),
    only('knex-in-repositories', 'knex', '^packages/db/|repository\\.ts$'),
    only('mysql2-in-db', 'mysql2', '^packages/db/'),
    only('kafkajs-in-events', 'kafkajs', '^packages/events/'),
    only('zod-at-edges', 'zod', '^packages/(record|runtime|http|web)/|^services/'),
    only('crypto-libraries-in-crypto', 'jsonwebtoken|otplib|@node-rs', '^packages/crypto/'),
    only(
      'files-in-records',
      'csv-parse|csv-stringify|pdfkit|saxes|yauzl|yazl',
      '^services/(records|audit)/',
    ),
    only('s3-in-objects', '@aws-sdk/client-s3', '^packages/objects/'),
    only('react-in-web', 'react|react-dom|@base-ui|@tanstack', '^packages/web/'),
    only('runtime-tools-in-runtime', 'croner|pino|prom-client', '^packages/runtime/'),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
