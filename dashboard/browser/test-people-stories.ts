import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { show, type TestDashboard } from './test-dashboard.ts';

const POD_2 = 'IT999E00000002';

/** Who composes a view, who may see it, and what a customer has erased. */
export const peopleStories: Record<string, (dashboard: TestDashboard) => Promise<void>> = {
  'an admin enables an editor, who composes a view by keyboard, and a reader sees what it is opened to':
    async (dashboard) => {
      const { url } = dashboard;
      const admin = await (await dashboard.person('administrator')).context();
      const people = await admin.newPage();
      await show(people, `${url}/people`);
      for (const [account, role] of [
        ['market', 'editor'],
        ['aggregator-1', 'reader'],
      ] as const) {
        await people.getByRole('button', { name: 'Enable a person' }).click();
        await people.getByLabel('Account or subject').fill(account);
        await people.getByLabel('Role').selectOption(role);
        await people.getByRole('button', { name: 'Save' }).click();
        await people.getByRole('dialog').waitFor({ state: 'hidden' });
      }
      await composed(dashboard);

      const reader = await (await dashboard.person('aggregator-1')).context({ acceptDownloads: true });
      const page = await reader.newPage();
      await show(page, `${url}/reports/views`);
      await page.getByText('No view is open to you yet.').waitFor();
      await people.reload();
      await people.getByRole('button', { name: 'Open to: My view' }).click();
      await people.getByLabel(/^First aggregator/).check();
      await people.getByRole('button', { name: 'Save' }).click();
      await people.getByText('My view is saved.').waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'My view' }).click();
      await page.getByRole('heading', { name: 'My view', level: 1 }).waitFor();
      const titles = await page.locator('main h2').allTextContents();
      assert.deepEqual(titles, ['By aggregator', 'In Rome'], 'in the order that the editor has given them');
      assert.equal(await page.getByRole('button', { name: 'Change' }).count(), 0);
      await page.locator('tbody td', { hasText: 'aggregator-1' }).waitFor();
      const coming = page.waitForEvent('download');
      await page.getByRole('button', { name: 'CSV of By aggregator' }).click();
      assert.match(
        readFileSync(await (await coming).path(), 'utf8'),
        /^panel,group,from,until,measure,value\r\n/,
      );
      await page.locator('canvas').first().waitFor(); // there is a picture only of what is drawn
      const picture = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Image of In Rome' }).click();
      assert.match((await picture).suggestedFilename(), /^In Rome .*\.png$/);
      await reader.close();
      await admin.close();
    },

  'a customer asks for an erasure, and the DSO confirms it': async (dashboard) => {
    const { url } = dashboard;
    const customer = await (await dashboard.person('customer-2')).context();
    const page = await customer.newPage();
    await show(page, `${url}/my-data`);
    await page.getByRole('button', { name: `Erase ${POD_2}` }).click();
    await page.getByLabel(`Write ${POD_2} to go on`).fill(POD_2);
    await page.getByRole('button', { name: 'Ask for it' }).click();
    await page.getByText('waits for the DSO').waitFor();
    const admin = await (await dashboard.person('administrator')).context();
    const operations = await admin.newPage();
    await show(operations, `${url}/operations`);
    await operations.getByRole('button', { name: `Confirm the erasure at ${POD_2}` }).click();
    await operations.getByLabel(`Write ${POD_2} to confirm`).fill(POD_2);
    await operations.getByRole('dialog').getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.locator('.badge', { hasText: /^(under way|erased)$/ }).waitFor();
    await admin.close();
    await customer.close();
  },
};

/** An editor's first view: two panels, of which the second is moved to the front with an arrow key. */
async function composed({ person, url }: TestDashboard): Promise<void> {
  const context = await (await person('market')).context();
  const page = await context.newPage();
  await show(page, `${url}/reports/views`);
  await page.getByRole('button', { name: 'New view' }).press('Enter');
  await page.getByLabel('Title').fill('My view');
  for (const [title, kind, over] of [
    ['In Rome', 'graph', 'municipality'],
    ['By aggregator', 'table', 'aggregator'],
  ] as const) {
    await page.getByRole('button', { name: 'Add a panel' }).press('Enter');
    await page.getByLabel('Title of the panel').fill(title);
    await page.getByLabel('Drawn as').selectOption(kind);
    await page.locator('select[name=over]').selectOption(over);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  }
  await page.getByRole('button', { name: /^Move By aggregator/ }).press('ArrowLeft');
  await page.getByText('By aggregator is at place 1 of 2.').waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Save' }).press('Enter');
  await page.getByRole('heading', { name: 'My view', level: 1 }).waitFor();
  await context.close();
}
