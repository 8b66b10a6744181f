import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@bulwark/cell';
import { openApi } from '@bulwark/http';
import { declaredRoutes } from '@bulwark/runtime';
import { clone, runScript, say } from './settings.ts';

/** `npm run openapi`: writes docs/openapi.json from the routes' own schemas. */
await runScript(async () => {
  const { version } = JSON.parse(readFileSync(join(clone, 'package.json'), 'utf8'));
  const described = await Promise.all(
    services.map(async (service) => ({
      name: service.name,
      routes: await declaredRoutes(service),
    })),
  );
  mkdirSync(join(clone, 'docs'), { recursive: true });
  const document = openApi(described, { version });
  writeFileSync(join(clone, 'docs/openapi.json'), `${JSON.stringify(document, null, 2)}\n`);
  say(`Wrote docs/openapi.json: ${Object.keys(document.paths as object).length} paths.`);
});
