import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

/** Where the binary of the package does not run: one that is installed. */
const INSTALLED = ['/usr/bin/chromium', '/usr/bin/google-chrome', '/usr/bin/chromium-browser'];

/** Not the package's own: with a single process it ends with the first context that is closed. */
const ARGS = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'];

export interface OpenBrowser extends AsyncDisposable {
  browser: Browser;
}

/**
 * A real Chromium without a window. The package unpacks its binary into the temporary folder and takes any `chromium` that
 * lies there, so it gets a folder of its own.
 */
export async function openBrowser(): Promise<OpenBrowser> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-chromium-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = dir;
  const executablePath = await sparticuz
    .executablePath()
    .catch(() => INSTALLED.find((path) => existsSync(path)))
    .finally(() => {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    });
  if (!executablePath) {
    throw new Error(
      `no Chromium: the one of @sparticuz/chromium does not run here; install one as ${INSTALLED[0]}`,
    );
  }
  const browser = await chromium.launch({ executablePath, args: ARGS, headless: true });
  return {
    browser,
    async [Symbol.asyncDispose]() {
      await browser.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
