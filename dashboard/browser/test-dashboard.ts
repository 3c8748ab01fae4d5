import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type AllInOne, startAllInOne } from '../../e2e/all-in-one.ts';
import { openBrowser } from './test-browser.ts';

export const ROOT = join(import.meta.dirname, '..', '..');
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Pages ask a busy machine for much at once. */
const PATIENCE_MS = 60_000;

export interface Person {
  context(options?: BrowserContextOptions): Promise<BrowserContext>;
}

/** The real system with the dashboard built from its sources, and people who have signed in. */
export interface TestDashboard extends AsyncDisposable {
  system: AllInOne;
  url: string;
  /** Signed in once by the issuer's own page; every context of a person has the issuer's cookie. */
  person(user: string): Promise<Person>;
  /** Nobody has signed in here. */
  stranger(options?: BrowserContextOptions): Promise<BrowserContext>;
}

export async function openDashboard(args: string[]): Promise<TestDashboard> {
  const built = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build-dashboard.ts')], {
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new Error(built.stderr);
  const system = await startAllInOne(args);
  const { browser, [Symbol.asyncDispose]: close } = await openBrowser();
  const { url } = system.run();
  const people = new Map<string, Promise<Person>>();
  const open = async (options?: BrowserContextOptions) => {
    const context = await browser.newContext({ timezoneId: 'Europe/Rome', locale: 'en-GB', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    return context;
  };
  const signIn = async (user: string): Promise<Person> => {
    const context = await open();
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.fill('input[name=username]', user);
    await page.fill('input[name=password]', passwordOf(system, user));
    await page.click('button[type=submit]');
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const storageState = await context.storageState();
    await context.close();
    return { context: (options) => open({ storageState, ...options }) };
  };
  return {
    system,
    url,
    stranger: open,
    person(user) {
      const known = people.get(user) ?? signIn(user);
      people.set(user, known);
      return known;
    },
    async [Symbol.asyncDispose]() {
      await close.call(undefined);
      await system[Symbol.asyncDispose]();
    },
  };
}

function passwordOf(system: AllInOne, user: string): string {
  const accounts = readFileSync(join(system.dir, 'demo-credentials.txt'), 'utf8');
  return new RegExp(`user +${user} +(\\S+)`).exec(accounts)![1]!;
}

/** Opens a page and waits until it shows its title and no part of it is still loading. */
export async function show(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await isShown(page);
}

/** The same without a reload, as a link does it. */
export async function go(page: Page, path: string): Promise<void> {
  await page.evaluate((to) => history.pushState(null, '', to), path);
  await isShown(page);
}

async function isShown(page: Page): Promise<void> {
  await page
    .locator('main h1')
    .first()
    .waitFor()
    .catch(async (error) => {
      const shown = await page.evaluate(() => document.body.textContent.slice(0, 500));
      throw new Error(`${page.url()} has no title, it shows: ${shown}`, { cause: error });
    });
  await page.waitForFunction(() => document.querySelector('.skeleton') === null);
}

/** What happens in a page that should not: errors, refused scripts and styles, failed requests. */
export function watch(page: Page): string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // A 404 is an answer too: of a PoD that the person may not see.
    if (message.type() === 'error' && !/status of 40[34]/.test(message.text())) faults.push(message.text());
  });
  return faults;
}

/** Rows of a table beyond these are like these. */
const LIKE_OTHERS = 'tbody tr:nth-child(n + 8)';

/** Findings of axe-core that keep somebody out, as sentences. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(AXE);
  return page.evaluate(async (left) => {
    interface Finding {
      id: string;
      impact: string;
      nodes: { html: string; failureSummary?: string }[];
    }
    interface Axe {
      run(
        context: { exclude: string[] },
        options: { resultTypes: string[] },
      ): Promise<{ violations: Finding[] }>;
    }
    const { axe } = globalThis as unknown as { axe: Axe };
    const { violations } = await axe.run({ exclude: [left] }, { resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes: [first] }) =>
          `${id}: ${first?.html.slice(0, 200)} ${first?.failureSummary?.slice(0, 300)}`,
      );
  }, LIKE_OTHERS);
}
