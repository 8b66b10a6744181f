import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { findBarriers, openRow, rowsOf, type Stage, settled, shoot } from './stage.ts';

const fixture = (name: string): string => join(import.meta.dirname, '../fixtures', name);

export const importTests = (onStage: () => Stage): void => {
  test('a register whose columns are called as ours needs no mapping by hand', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks/import', 'Import risks');
    await page.setInputFiles('input[type=file]', fixture('risk-register.csv'));
    await page.getByRole('button', { name: 'Read the columns' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('12 of 12 rows valid, 0 errors.').waitFor();
    await page.getByRole('button', { name: 'Import 12 risks' }).click();
    await page.getByText('12 created').waitFor();
    await visit('/registers/risks?sort=-currentLevel', 'Risks');
    await rowsOf(page).first().waitFor();
    expect(await rowsOf(page).first().innerText()).toMatch(/Ada Adler.*(High|Critical)/s);
    await settled(page);
    await shoot(page, 'readme-register');
  });

  test('a risk assessment of another system is mapped, tried, corrected and imported; register and heat map show it', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks/import', 'Import risks');
    await page.setInputFiles('input[type=file]', fixture('risks-other-system.csv'));
    await page.getByRole('button', { name: 'Read the columns' }).click();
    await page.getByText('3 rows in 15 columns.').waitFor();
    expect(
      await rowsOf(page)
        .filter({ has: page.getByLabel(/^Target of/) })
        .count(),
    ).toBe(15);
    await page.getByLabel('Target of the column justification').selectOption('Do not import');

    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('2 of 3 rows valid, 1 error.').waitFor();
    await page.getByRole('row', { name: /^2 treatment open .*none of Modify/ }).waitFor();
    await page
      .getByRole('row', { name: /current_risk Low .*by our method it is Medium/ })
      .waitFor();
    await page.getByText('Columns that are not imported').waitFor();
    expect(await page.getByRole('button', { name: 'Import' }).isDisabled()).toBe(true);
    await page.getByText('Nothing is imported while a row has an error').waitFor();

    await page.getByLabel('Treatment for “open”').selectOption({ label: 'Leave empty' });
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('button', { name: 'Import 3 risks' }).click();
    await page.getByText('3 created').waitFor();
    await page.getByRole('link', { name: 'Open the register' }).click();
    for (const title of ['Extortion by malware', 'Data centre is down', 'Insider takes data'])
      await page.getByRole('cell', { name: title }).waitFor();

    await visit('/registers/risks/heatmap?stage=current', 'Risk heat map');
    await settled(page);
    await shoot(page, 'readme-heatmap');
    const cell = page
      .getByRole('row', { name: /^3 Significant/ })
      .getByRole('cell')
      .nth(3);
    expect(await cell.innerText()).toMatch(/1\s+risk/);
    await cell.getByRole('link').click();
    await page.getByRole('cell', { name: 'Extortion by malware' }).waitFor();
    expect(await rowsOf(page).count()).toBe(1);
    await page.getByRole('button', { name: /Current likelihood: 4 · Likely/ }).waitFor();
  });

  test('a large file shows how far it is, and what came of it; the list is exported as a workbook and read again', async () => {
    const { page, visit } = onStage();
    const rows = Array.from(
      { length: 1200 },
      (_, n) => `Switch ${n},Network,ada.adler@acme.example`,
    );
    const content = `Name,Kind,Owner\n${rows.join('\n')}\n`;
    await visit('/registers/assets/import', 'Import assets');
    await page.setInputFiles('input[type=file]', {
      name: 'inventory.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(content),
    });
    await page.getByRole('button', { name: 'Read the columns' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('1,200 of 1,200 rows valid, 0 errors.').waitFor();
    await page.getByRole('button', { name: 'Import 1,200 assets' }).click();
    await page.getByRole('progressbar').waitFor();
    await shoot(page, 'import-progress');
    const inTheme = (theme: string) =>
      page.evaluate((name) => document.documentElement.setAttribute('data-theme', name), theme);
    await inTheme('dark');
    await shoot(page, 'import-progress-dark');
    await inTheme('light');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByText('1,200 created').waitFor({ timeout: 60_000 });
    await shoot(page, 'import-done');
    await page.getByRole('link', { name: 'Open the register' }).click();
    await visit('/registers/assets?search=Switch 11', 'Assets');
    await rowsOf(page).first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'This list as PDF' }).waitFor();
    await settled(page);
    await shoot(page, 'export-menu');
    const downloading = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: 'This list as Excel workbook' }).click();
    const file = await (await downloading).path();
    await visit('/registers/assets/import', 'Import assets');
    await page.setInputFiles('input[type=file]', {
      name: 'assets.xlsx',
      mimeType: 'application/octet-stream',
      buffer: readFileSync(file),
    });
    await page.getByText('assets.xlsx: a workbook.').waitFor();
    await shoot(page, 'import-workbook');
    await page.getByRole('button', { name: 'Read the columns' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('111 of 111 rows valid, 0 errors.').waitFor();
    await page.getByRole('button', { name: 'Import 111 assets' }).click();
    await page.getByText('0 created, 111 as before').waitFor();
  });

  test('an imported risk is edited like any other, and the trail has the import and each row', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks?search=Insider', 'Risks');
    await page.getByRole('link', { name: /^RSK-/ }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Owner', { exact: true }).selectOption({ label: 'Ada Adler' });
    await page.getByLabel('Next review').fill('2027-03-01');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('1 Mar 2027').first().waitFor();
    await visit('/trail?resourceType=risk', 'Audit trail');
    await rowsOf(page).first().waitFor();
    const actions = await rowsOf(page).locator('td:nth-child(3)').allInnerTexts();
    expect(actions.filter((action) => action === 'risk.create').length).toBeGreaterThanOrEqual(3);
    expect(actions[0]).toBe('risk.edit');
    await visit('/trail?action=risk.import', 'Audit trail');
    await rowsOf(page).first().waitFor();
    await visit('/', 'Overview');
    await page.getByRole('link', { name: /Insider takes data/ }).waitFor();
  });

  test('task templates keep their schedule as source data, and the mapping is offered again', async () => {
    const { page, visit, acme } = onStage();
    await visit('/registers/tasks/import', 'Import tasks');
    await page.setInputFiles('input[type=file]', fixture('tasks-other-system.csv'));
    await page.getByLabel('Name of the source').fill('Old planner');
    await page.getByRole('button', { name: 'Read the columns' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByText('There is nobody “nobody@elsewhere.example” here.').waitFor();
    await page
      .getByLabel('Assignee for “nobody@elsewhere.example”')
      .selectOption({ label: 'Ada Adler' });
    await page.getByRole('button', { name: 'Dry run' }).click();
    await page.getByRole('button', { name: 'Import 3 tasks' }).click();
    await page.getByText('3 created').waitFor();
    await page.getByRole('link', { name: 'Open the register' }).click();
    await openRow(page, 'Firewall rule review');
    await page.getByRole('heading', { name: 'Source data' }).waitFor();
    const source = await page.locator('dl').last().innerText();
    expect(source).toMatch(/schedule_frequency\s+WEEKLY/);
    expect(source).toMatch(/schedule_days_of_week\s+2,5/);
    expect(source).toMatch(/schedule_end_date\s+2027-05-31/);
    const link = page.getByRole('link', { name: /wiki\.example\.com/ });
    expect(await link.getAttribute('rel')).toContain('noopener');
    await page.goto(`${acme.url}/registers/tasks/import`);
    await page.locator('option[value="Old planner"]').waitFor({ state: 'attached' });
  });
};
