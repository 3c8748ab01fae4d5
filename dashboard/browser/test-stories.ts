import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { until } from '../../e2e/all-in-one.ts';
import { ROOT, show, type TestDashboard } from './test-dashboard.ts';
import { operatorStories } from './test-operator-stories.ts';
import { peopleStories } from './test-people-stories.ts';

const POD = 'IT999E00000001';

/** One whole story a stakeholder. The consent is taken back, and a PoD erased, last: others rest on them. */
export const stories: Record<string, (dashboard: TestDashboard) => Promise<void>> = {
  'a stranger is offered to sign in, and to check a proof without an account': async ({ stranger, url }) => {
    const context = await stranger();
    const page = await context.newPage();
    await page.goto(`${url}/pods/${POD}`);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    assert.equal(await page.getByText(POD).count(), 0);
    await page.getByRole('link', { name: 'Check a proof' }).click();
    await page.getByRole('heading', { name: 'Verify', level: 1 }).waitFor();
    await context.close();
  },

  'an auditor drops a proof, sees every check pass, and a tampered one named as such': async (dashboard) => {
    const { proof, dir } = await proofFile(dashboard);
    const context = await (await dashboard.person('auditor')).context();
    const page = await context.newPage();
    await show(page, `${dashboard.url}/verify`);
    await page.getByText('as this server says').waitFor();
    await page.locator('input[type=file][multiple]').setInputFiles(proof);
    await page.locator('.verdict strong', { hasText: /^Verified$/ }).waitFor();
    const tampered = join(dir, 'tampered.proof.json');
    const file = JSON.parse(readFileSync(proof, 'utf8'));
    file.packet.payload = file.packet.payload.replace(
      /"activePowerW":(\d)/,
      (_all: string, digit: string) => `"activePowerW":${(Number(digit) % 9) + 1}`,
    );
    writeFileSync(tampered, JSON.stringify(file));
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.locator('input[type=file][multiple]').setInputFiles(tampered);
    await page.locator('.verdict strong', { hasText: 'Not verified' }).waitFor();
    const failed = await page.locator('.checks li', { has: page.locator('.badge.bad') }).allInnerTexts();
    assert.ok(
      failed.some((text) => text.includes('Identity')) && failed.some((text) => text.includes('Inclusion')),
    );
    await page.getByText('The path ends elsewhere').waitFor();
    await context.close();
    rmSync(dir, { recursive: true });
  },

  'the offline file checks a proof with the network cut off': async (dashboard) => {
    const { proof, dir } = await proofFile(dashboard);
    const context = await dashboard.stranger();
    await context.setOffline(true);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(join(ROOT, 'dashboard', 'dist', 'verify.html')).href);
    const choose = page.locator('input[type=file]');
    await choose.nth(1).setInputFiles(join(dashboard.system.dir, 'network.json'));
    await choose.first().setInputFiles(proof);
    await page.locator('.verdict').waitFor();
    for (const name of ['Format', 'Signature', 'Identity', 'Inclusion']) {
      const check = page.locator('.checks li', { hasText: name }).first();
      assert.equal(await check.locator('.badge').textContent(), 'pass', name);
    }
    assert.equal(await page.locator('.badge.bad').count(), 0);
    assert.deepEqual(
      asked.filter((url) => !/^(file|data|blob):/.test(url)),
      [],
    );
    await context.close();
    rmSync(dir, { recursive: true });
  },

  'an operator searches a batch, follows it to its transaction and back to its tree': async (dashboard) => {
    const context = await (await dashboard.person('operator')).context();
    const page = await context.newPage();
    await show(page, dashboard.url);
    await page.keyboard.press('/');
    await page.keyboard.type('0');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Batch 0' }).click();
    await page.getByRole('group', { name: 'Tree of the batch' }).waitFor();
    await page.locator('a[href^="/explorer/transactions/"]').first().click();
    await page.getByText('batch anchored').waitFor();
    await context.close();
  },

  'a figure of a report equals an independent question to the API': async (dashboard) => {
    const { system, url } = dashboard;
    const context = await (await dashboard.person('operator')).context();
    const page = await context.newPage();
    let asked: URL | undefined;
    let least = 0;
    const independent = async (): Promise<number> => {
      const answer = await fetch(asked!, { headers: await system.as('operator') });
      const { cells } = (await answer.json()) as { cells: { energyImportWh?: number }[] };
      return cells.reduce((sum, { energyImportWh = 0 }) => sum + energyImportWh, 0);
    };
    // Meters go on meanwhile: what is shown is between what was so before the page asked and what is so after.
    await page.route('**/v1/aggregates?*', async (route) => {
      if (!asked) {
        asked = new URL(route.request().url());
        asked.searchParams.set('groupBy', 'power-class');
        least = await independent();
      }
      await route.continue();
    });
    await show(page, `${url}/reports?kind=municipality&days=1`);
    const shown = await page.locator('tbody tr').first().locator('td').nth(2).textContent();
    const [, number = '', prefix = ''] = /^([\d.,]+)\s*(k|M)?Wh$/.exec(shown ?? '') ?? [];
    const factor = { '': 1, k: 1e3, M: 1e6 }[prefix]!;
    const value = Number(number.replaceAll(',', '')) * factor;
    const [most, rounding] = [await independent(), 0.05 * factor + 1];
    assert.ok(least > 0 && value >= least - rounding, `${shown} is under ${least} Wh`);
    assert.ok(value <= most + rounding, `${shown} is over ${most} Wh`);
    await context.close();
  },

  ...operatorStories,
  ...peopleStories,

  'a customer takes a consent back, and the aggregator’s next read is refused': async (dashboard) => {
    const { system, url } = dashboard;
    const read = async () =>
      (await fetch(`${url}/v1/pods/${POD}/readings?limit=1`, { headers: await system.as('aggregator-1') }))
        .status;
    assert.equal(await read(), 200);
    const context = await (await dashboard.person('customer-1')).context();
    const page = await context.newPage();
    await show(page, `${url}/my-data`);
    await page.getByText('aggregator-1 (aggregator)').first().waitFor();
    await page.getByRole('button', { name: 'Take back the consent to aggregator-1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Take back' }).click();
    await page.getByText('is taken back').waitFor();
    assert.equal(await read(), 404);
    await page.getByText('taken back', { exact: true }).waitFor();
    await context.close();
  },
};

/** The proof file of a reading that is anchored, on the disk. */
async function proofFile({ system, url }: TestDashboard): Promise<{ proof: string; dir: string }> {
  const headers = await system.as('operator');
  interface Answer {
    readings: { stage: string; certificate: { payloadHash: string } }[];
  }
  let hash: string | undefined;
  await until('an anchored reading', async () => {
    const answer = await fetch(`${url}/v1/pods/${POD}/readings?limit=1`, { headers });
    const [first] = ((await answer.json()) as Answer).readings;
    hash = first?.stage === 'anchored' ? first.certificate.payloadHash : undefined;
    return hash !== undefined;
  });
  const dir = mkdtempSync(join(tmpdir(), 'dashboard-proof-'));
  const proof = join(dir, 'reading.proof.json');
  const answer = await fetch(`${url}/v1/readings/${hash}/proof`, { headers });
  writeFileSync(proof, await answer.text());
  return { proof, dir };
}
