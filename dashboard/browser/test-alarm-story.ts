import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openMailServer, openWebhook } from '../../alarms/test/listeners.ts';
import { until } from '../../e2e/all-in-one.ts';
import { accessibilityFaults, show, type TestDashboard, watch } from './test-dashboard.ts';

const POD = 'IT999E00000001';
const RULE = 'The first house draws power';

export type Listeners = Awaited<ReturnType<typeof openListeners>>;

/** A real webhook receiver and a real mail server, and the variables that let a system of tests tell them. */
export async function openListeners() {
  const dir = mkdtempSync(join(tmpdir(), 'alarm-listeners-'));
  let secretFile = '';
  const webhook = await openWebhook(() => readFileSync(secretFile, 'utf8').trim());
  const mail = await openMailServer(dir);
  const smtp = {
    HOST: 'localhost',
    PORT: String(mail.port),
    FROM: 'alarms@dso.example',
    CAFILE: mail.caFile,
  };
  process.env.ACCESS_LAYER_ALARMS_TARGETS_ALLOW = '[127.0.0.1/32]';
  for (const [name, value] of Object.entries(smtp)) process.env[`ACCESS_LAYER_ALARMS_SMTP_${name}`] = value;
  return {
    webhook,
    mail,
    /** The secret of webhooks is made by the system at its first start. */
    knows(dataDir: string): void {
      secretFile = join(dataDir, 'alarms', 'webhook-secret');
    },
    async [Symbol.asyncDispose](): Promise<void> {
      webhook.close();
      await mail.close();
      rmSync(dir, { recursive: true });
    },
  };
}

/** An operator makes channels and a rule; it rings at both ends, is acknowledged, and is told to be over. */
export async function alarmStory(
  dashboard: TestDashboard,
  { webhook, mail }: Listeners,
  picture: (page: Page, name: string) => Promise<void>,
): Promise<void> {
  const context = await (await dashboard.person('operator')).context({
    viewport: { width: 1280, height: 800 },
  });
  const page = await context.newPage();
  const faults = watch(page);
  await show(page, `${dashboard.url}/alarms?tab=channels`);
  await addChannel(page, 'Webhook', async () => {
    await page.getByLabel('Kind').selectOption('webhook');
    await page.getByLabel('Address', { exact: true }).fill(webhook.url);
  });
  await addChannel(page, 'Mailbox', () => page.getByLabel('Addresses').fill('room@dso.example'));
  await page.getByRole('button', { name: 'Test: Webhook' }).click();
  await page.getByText('Webhook has taken the test: 202 heard').waitFor();
  await page.getByRole('button', { name: 'Test: Mailbox' }).click();
  await page.getByText(/Mailbox has taken the test: 250/).waitFor();

  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'New rule' }).click();
  await page.getByLabel('Name').fill(RULE);
  await page.getByLabel('PoD', { exact: true }).fill(POD);
  await page.getByLabel('Limit (W)').fill('1');
  for (const channel of ['Webhook', 'Mailbox']) await page.getByLabel(channel).check();
  await page.getByRole('button', { name: 'Show the preview' }).click();
  await page.getByText(/It would have rung \d+ ×/).waitFor();
  await page.locator('canvas').waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await picture(page, 'alarm-rule');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText(`${RULE} is saved.`).waitFor();
  await page.getByRole('tab', { name: 'Ringing' }).click();

  const heard = (what: string) =>
    webhook.heard.filter(({ notice }) => notice.what === what && notice.title === RULE);
  const mailed = (word: string) =>
    mail.mails.filter(({ subject }) => subject?.startsWith(`${word} (warning) ${RULE}`));
  await until('it to ring at both', () => heard('rang').length >= 1 && mailed('ALARM').length >= 1);
  await page.getByRole('button', { name: 'Acknowledge' }).first().click();
  await page.getByLabel('Note (optional)').fill('on my way');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.getByRole('dialog').getByRole('button', { name: 'Acknowledge' }).click();
  await page.getByText('taken care of').waitFor();
  await picture(page, 'alarms');
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `with an alarm in it the page is ${overflow} px wider than a phone`);
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.getByRole('tab', { name: 'Rules' }).click();
  await page.getByRole('button', { name: 'Remove' }).first().click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await until('its end at both', () => heard('over').length >= 1 && mailed('OVER').length >= 1);
  await page.getByRole('tab', { name: 'Ringing' }).click();
  await page.getByText('Nothing rings').waitFor();
  assert.equal(heard('rang').length, 1);
  assert.deepEqual(faults, []);
  await context.close();
}

async function addChannel(page: Page, name: string, fill: () => Promise<unknown>): Promise<void> {
  await page.getByRole('button', { name: 'New channel' }).click();
  await fill();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make' }).click();
  await page.getByRole('cell', { name, exact: true }).waitFor();
}
