import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@bulwark/cell';
import { openApi } from '@bulwark/http';
import { declaredRoutes } from '@bulwark/runtime';
import { expect, test } from '@jest/globals';

const read = (file: string) =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', file), 'utf8'));

test('docs/openapi.json says what the routes say: npm run openapi writes it', async () => {
  const described = await Promise.all(
    services.map(async (service) => ({
      name: service.name,
      routes: await declaredRoutes(service),
    })),
  );
  const document = openApi(described, { version: read('package.json').version });
  expect(JSON.parse(JSON.stringify(document))).toEqual(read('docs/openapi.json'));
});
