import { expect, test } from '@jest/globals';
import { findBarriers, rowsOf, type Stage, shoot } from './stage.ts';

/** Text that would act if it were taken for markup, a script or an address. */
const PAYLOADS = [
  '<img src=x onerror="document.title=\'owned\'">',
  '</textarea><script>document.title="owned"</script>',
  "{{constructor.constructor('document.title=1')()}}",
];

export const registerTests = (onStage: () => Stage): void => {
  test('a risk is made and edited; history and trail show both with actor, address, before and after', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks', 'Risks');
    await page.getByRole('link', { name: 'New risk' }).first().click();
    await page.getByLabel('Title').fill('Laptop lost on a train');
    await page.getByLabel('Current likelihood').selectOption({ label: '3 · Possible' });
    await page.getByLabel('Current impact').selectOption({ label: '4 · Major' });
    await page.getByRole('button', { name: 'Create risk' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Treatment', { exact: true }).selectOption({ label: 'Modify' });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    const history = page.getByRole('tabpanel');
    await history.getByText('made a change').waitFor();
    expect(await history.innerText()).toMatch(/Treatment\s+before:\s*–\s+after:\s*Modify/);

    await history.getByRole('link', { name: /audit trail/ }).click();
    const edit = page.getByRole('row', { name: /risk\.edit/ });
    await edit.getByRole('button').click();
    const facts = await page.locator('main dl').first().innerText();
    expect(facts).toMatch(/Person\s+Ada Adler/);
    expect(facts).toMatch(/IP address\s+127\.0\.0\.1/);
    expect(await page.locator('main dl').last().innerText()).toMatch(
      /treatment\s+before:\s*–\s+after:\s*modify/,
    );
    expect(await rowsOf(page).filter({ hasText: 'risk.create' }).count()).toBe(1);
  });

  test('a risk names assets of the asset register, and each leads to the other', async () => {
    const { page, visit } = onStage();
    await visit('/registers/assets', 'Assets');
    await page.getByRole('link', { name: 'New asset' }).first().click();
    await page.getByLabel('Name').fill('Customer database');
    await page.getByRole('button', { name: 'Create asset' }).click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await visit('/registers/risks', 'Risks');
    await page.getByRole('link', { name: 'New risk' }).first().click();
    await page.getByLabel('Title').fill('Customer data sold');
    await page.getByRole('combobox', { name: 'Assets' }).fill('Customer');
    await page.getByRole('option', { name: /Customer database/ }).click();
    await page.getByRole('button', { name: 'Create risk' }).click();
    await page.getByRole('link', { name: /^AST-/ }).click();
    await page.getByRole('heading', { name: 'Customer database' }).waitFor();
    await page.getByRole('heading', { name: 'Linked from' }).waitFor();
    await shoot(page, 'linked-from');
    await page.getByRole('link', { name: /^RSK-/ }).click();
    await page.getByRole('heading', { name: 'Customer data sold' }).waitFor();
  });

  test('people talk about a record, and take back their own words', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks', 'Risks');
    await page.getByRole('link', { name: 'New risk' }).first().click();
    await page.getByLabel('Title').fill('Badge copied');
    await page.getByRole('button', { name: 'Create risk' }).click();
    await page.getByRole('tab', { name: 'Comments' }).click();
    await page.getByText('Nothing has been said yet.').waitFor();
    await page.getByRole('textbox', { name: 'Comment' }).fill('Tara, shall we retain it?');
    await page.getByLabel('Tell').selectOption({ label: 'Tara Thorne' });
    await page.getByRole('button', { name: 'Do not tell Tara Thorne' }).waitFor();
    await page.getByRole('button', { name: 'Comment', exact: true }).click();
    await page.getByText('Tara, shall we retain it?').waitFor();
    await shoot(page, 'comments');
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('button', { name: 'Take back' }).click();
    await page.getByText('Taken back.').waitFor();
    expect(await onStage().mail('tara.thorne@acme.example', 1)).toContain('mentioned you in RSK-');
  });

  test('a task is moved on step by step, with the reason where one is wanted', async () => {
    const { page, visit } = onStage();
    await visit('/registers/tasks', 'Tasks');
    await page.getByRole('link', { name: 'New task' }).first().click();
    await page.getByLabel('Title').fill('Renew the certificate');
    expect(await page.locator('form').getByLabel('Status').count()).toBe(0);
    await page.getByRole('button', { name: 'Create task' }).click();
    await page.getByRole('button', { name: 'Pending' }).click();
    await page.getByRole('menuitem', { name: 'Start' }).click();
    await page.getByRole('button', { name: 'In progress' }).click();
    await shoot(page, 'steps');
    await page.getByRole('menuitem', { name: 'Call off …' }).click();
    await page.getByLabel('Reason').fill('Somebody did it already');
    await page.getByRole('dialog').getByRole('button', { name: 'Call off' }).click();
    await page.getByRole('button', { name: 'Cancelled' }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('took the step “Call off”').waitFor();
    await page.getByText('“Somebody did it already”').waitFor();
  });

  test('a record is deactivated with its reason, leaves the list, and can be found and brought back', async () => {
    const { page, visit } = onStage();
    await visit('/registers/tasks', 'Tasks');
    await page.getByRole('link', { name: 'New task' }).first().click();
    await page.getByLabel('Title').fill('Order paper');
    await page.getByRole('button', { name: 'Create task' }).click();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByLabel('Reason').fill('We have no printer any more');
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Reactivate' }).waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('“We have no printer any more”').waitFor();
    await visit('/registers/tasks', 'Tasks');
    expect(await page.getByText('Order paper').count()).toBe(0);
    await page.getByLabel('State').selectOption('deactivated');
    await page.getByText('Order paper').waitFor();
  });

  test('[claim 5.9] stored payloads stand in list, record, history and trail as the text they are', async () => {
    const { page, visit } = onStage();
    await visit('/registers/risks', 'Risks');
    await page.getByRole('link', { name: 'New risk' }).first().click();
    await page.getByLabel('Title').fill(PAYLOADS[0] ?? '');
    await page.getByLabel('Description').fill(PAYLOADS.join('\n'));
    await page.getByLabel('Threats').fill(PAYLOADS[0] ?? '');
    await page.getByLabel('Threats').press('Enter');
    await page.getByLabel('Justification').fill(PAYLOADS[1] ?? '');
    await page.getByRole('button', { name: 'Create risk' }).click();
    await page.getByRole('heading', { level: 2, name: PAYLOADS[0] ?? '' }).waitFor();
    expect(await page.getByText(PAYLOADS[1] ?? '').count()).toBeGreaterThan(1);
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('created this').waitFor();
    await page.getByRole('link', { name: /audit trail/ }).click();
    await page
      .getByRole('row', { name: /risk\.create/ })
      .getByRole('button')
      .click();
    await page
      .getByText(PAYLOADS[1] ?? '')
      .first()
      .waitFor();
    expect(await page.title()).toMatch(/^Audit trail/);
    expect(await page.locator('img, main script').count()).toBe(0);
  });
};
