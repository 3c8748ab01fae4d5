import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { until } from '../../e2e/all-in-one.ts';
import { alarmStory, type Listeners, openListeners } from './test-alarm-story.ts';
import {
  accessibilityFaults,
  go,
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

/** By whom they are taken, name, address and theme; the first ones always. */
const PICTURES = [
  ['operator', 'overview', '/', 'dark'],
  ['operator', 'pod', '/pods/IT999E00000001', 'light'],
  ['operator', 'explorer', '/explorer', 'light'],
  ['operator', 'nodes', '/nodes', 'dark'],
  ['operator', 'node', '/nodes/ln-0001', 'light'],
  ['operator', 'operations', '/operations', 'light'],
  ['operator', 'reports', '/reports', 'dark'],
  ['operator', 'flexibility', '/flexibility', 'light'],
  ['operator', 'view', '/reports/views/rome', 'light'],
  ['administrator', 'people', '/people', 'dark'],
  ['customer-1', 'my-data', '/my-data', 'light'],
] as const;

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
    await dashboard?.[Symbol.asyncDispose]();
    await listeners?.[Symbol.asyncDispose]();
  });

  // One window for what a person sees in a language. It waits for services and for the browser in turn: two windows keep
  // both busy. A page is opened by its address once, and by others from within, as people do.
  const title = 'every page by every role, in both themes and languages, from phone to wall';
  test(title, { concurrency: 2 }, async (t) => {
    const windows = Object.groupBy(visits(PAGES), ({ user, language }) => `${user} ${language}`);
    const opened = new Set<string>();
    await Promise.all(
      Object.entries(windows).map(([name, own = []]) =>
        t.test(name, async (window) => {
          const { user, language } = own[0]!;
          const locale = language === 'it' ? 'it-IT' : 'en-GB';
          const context = await (await dashboard.person(user)).context({ locale });
          try {
            const page = await context.newPage();
            const faults = watch(page);
            for (const [index, visit] of own.entries()) {
              const isByAddress = index === 0 || !opened.has(visit.path);
              opened.add(visit.path);
              await window.test(`${visit.path} ${visit.theme} ${visit.width}`, async () => {
                faults.length = 0;
                await look(page, { ...visit, ...(isByAddress ? { url: dashboard.url } : {}) });
                assert.deepEqual(faults, []);
              });
            }
          } finally {
            await context.close();
          }
        }),
      ),
    );
    const sorted = paints.toSorted((a, b) => a - b).map(Math.round);
    process.stdout.write(
      `first paint of ${sorted.length} page loads: half within ${sorted[sorted.length >> 1]} ms, the longest ${sorted.at(-1)} ms\n`,
    );
    assert.ok(sorted.every(Number.isFinite), 'every page is painted');
  });

  for (const [name, story] of Object.entries(stories)) test(name, () => story(dashboard));

  test('an alarm rings at a webhook and in a mailbox, is acknowledged, and is over', () =>
    alarmStory(dashboard, listeners, takePicture));

  test('pictures of the pages', async () => {
    for (const [user, name, path, theme] of SCREENSHOTS ? PICTURES : PICTURES.slice(0, 2)) {
      const context = await (await dashboard.person(user)).context({
        viewport: { width: 1280, height: 800 },
        colorScheme: theme,
      });
      const page = await context.newPage();
      await show(page, dashboard.url + path);
      await page.locator('main canvas, main svg').first().waitFor();
      const picture = await page.screenshot();
      assert.ok(picture.length > 20_000, `${name}: ${picture.length} bytes`);
      await takePicture(page, name);
      await context.close();
    }
  });
});

/** When the browser first painted each page that was opened by its address, ms after it began to. */
const paints: number[] = [];

async function notePaint(page: Page): Promise<void> {
  paints.push(
    await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN),
  );
}

/** A page as somebody of a role finds it: without a fault, in his language, within his screen, open to everybody. */
async function look(page: Page, { url, path, theme, language, width, height }: Visit & { url?: string }) {
  await page.emulateMedia({ colorScheme: theme });
  await page.setViewportSize({ width, height });
  await (url ? show(page, url + path) : go(page, path));
  if (url) await notePaint(page);
  assert.equal(await page.getAttribute('html', 'lang'), language);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(overflow <= 0, `the page is ${overflow} px wider than the screen`);
  assert.deepEqual(await accessibilityFaults(page), []);
}
