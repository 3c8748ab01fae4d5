import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../e2e/all-in-one.ts';
import { alarmStory, type Listeners, openListeners } from './test-alarm-story.ts';
import {
  accessibilityFaults,
  openDashboard,
  ROOT,
  show,
  type TestDashboard,
  watch,
} from './test-dashboard.ts';
import { PAGES } from './test-pages.ts';
import { stories } from './test-stories.ts';
import { composeView } from './test-views.ts';
import { type Visit, visits } from './test-visits.ts';

/** Pictures are written into the documents only when asked: `ACCESS_LAYER_SCREENSHOTS=1 npm run test:long`. */
const SCREENSHOTS = process.env.ACCESS_LAYER_SCREENSHOTS ? join(ROOT, 'docs', 'screenshots') : undefined;

/** For the documents. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
}

describe('the dashboard on the real system, in a real browser', { timeout: 900_000 }, () => {
  let dashboard: TestDashboard;
  let listeners: Listeners;

  before(async () => {
    listeners = await openListeners();
    dashboard = await openDashboard(['--nodes', '2']);
    listeners.knows(dashboard.system.dir);
    await until('the first anchored reading', () =>
      dashboard.system.output().includes('anchored reading served'),
    );
    await composeView(dashboard);
  });
  after(async () => {
    await dashboard[Symbol.asyncDispose]();
    await listeners[Symbol.asyncDispose]();
  });

  // One window for what a person sees in a theme and a language. It waits for services and for the browser in turn: two
  // windows keep both busy.
  const title = 'every page by every role, in both themes and languages, from phone to wall';
  test(title, { concurrency: 2 }, async (t) => {
    const windows = Object.groupBy(
      visits(PAGES),
      ({ user, theme, language }) => `${user} ${theme} ${language}`,
    );
    await Promise.all(
      Object.entries(windows).map(([name, own = []]) =>
        t.test(name, async (window) => {
          const { user, theme, language } = own[0]!;
          const locale = language === 'it' ? 'it-IT' : 'en-GB';
          const context = await (await dashboard.person(user)).context({ colorScheme: theme, locale });
          try {
            const page = await context.newPage();
            for (const visit of own)
              await window.test(`${visit.path} ${visit.width}`, () => look(page, dashboard.url, visit));
          } finally {
            await context.close();
          }
        }),
      ),
    );
  });

  for (const [name, story] of Object.entries(stories)) test(name, () => story(dashboard));

  test('an alarm rings at a webhook and in a mailbox, is acknowledged, and is over', () =>
    alarmStory(dashboard, listeners, takePicture));

  test('pictures of the pages', async () => {
    const context = await (await dashboard.person('operator')).context({
      viewport: { width: 1280, height: 800 },
    });
    const page = await context.newPage();
    for (const [name, path, theme] of [
      ['overview', '/', 'dark'],
      ['pod', '/pods/IT999E00000001', 'light'],
      ['explorer', '/explorer', 'light'],
      ['nodes', '/nodes', 'dark'],
      ['operations', '/operations', 'light'],
      ['reports', '/reports', 'dark'],
      ['view', '/reports/views/rome', 'light'],
    ] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await show(page, dashboard.url + path);
      await page.locator('canvas, svg').first().waitFor();
      const picture = await page.screenshot();
      assert.ok(picture.length > 20_000, `${name}: ${picture.length} bytes`);
      await takePicture(page, name);
    }
    const [paint] = await page.evaluate(() =>
      performance.getEntriesByName('first-contentful-paint').map(({ startTime }) => startTime),
    );
    process.stdout.write(`first paint of the last page: ${Math.round(paint ?? 0)} ms\n`);
    await context.close();
  });
});

/** A page as somebody of a role finds it: without a fault, in his language, within his screen, open to everybody. */
async function look(page: Page, url: string, { path, language, width, height }: Visit): Promise<void> {
  await page.setViewportSize({ width, height });
  const faults = watch(page);
  await show(page, url + path);
  assert.equal(await page.getAttribute('html', 'lang'), language);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.deepEqual(faults, []);
}
