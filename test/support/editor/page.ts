import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { installedBrowser } from './installed.js';
import type { Locale } from './profile.js';

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
];

/** What a user sees on a small screen. */
const screen = { width: 1280, height: 800 };

/** Opens an empty browser window, which may use the clipboard; closing its context closes the browser. */
export async function openBrowser(
  locale: Locale,
  viewport = screen,
): Promise<{ context: BrowserContext; page: Page }> {
  const browser = await chromium.launch({ executablePath: installedBrowser(), args: browserFlags });
  try {
    const context = await browser.newContext({
      locale: locale === 'pl' ? 'pl-PL' : 'en-US',
      viewport,
      reducedMotion: 'reduce',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    // A cold workbench on two busy cores takes longer than Playwright's half minute.
    context.setDefaultNavigationTimeout(120_000);
    context.once('close', () => void browser.close());
    return { context, page: await context.newPage() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/**
 * The address of a workbench with a folder open.
 * `extensionPaths` are the folders of extensions under development; `testsPath` a module with `run()`.
 */
export function workbenchUrl(
  origin: string,
  options: { folder: string; extensionPaths?: readonly string[]; testsPath?: string },
): string {
  const onServer = (path: string): string => `vscode-remote://remote${encodeURI(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(options.extensionPaths ?? []).map((path) => ['extensionDevelopmentPath', onServer(path)]),
    ...(options.testsPath === undefined ? [] : [['extensionTestsPath', onServer(options.testsPath)]]),
  ];
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  return `${origin}/?${query.toString().replaceAll('+', '%20')}`;
}
