import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { installedBrowser } from './installed.js';
import type { Locale } from './profile.js';

const browserFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-dev-shm-usage',
];

const languages: Record<Locale, string> = { en: 'en-US', pl: 'pl-PL' };

/** What a user sees on a small screen. */
const viewport = { width: 1280, height: 800 };

function launch(flags: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: installedBrowser(), args: [...browserFlags, ...flags] });
}

/** Opens an empty browser window, which may use the clipboard; closing its context closes the browser. */
export async function openBrowser(locale: Locale): Promise<{ context: BrowserContext; page: Page }> {
  const browser = await launch();
  try {
    const context = await browser.newContext({
      locale: languages[locale],
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

/** A window that shows one page and is let alone. */
export interface UndrivenWindow {
  /** Rejects when the window crashes or closes before `close`. */
  gone: Promise<never>;
  close(): Promise<void>;
}

/**
 * Opens an address in a window that nobody drives. A driven one tells its driver of every frame of every
 * WebSocket, which takes a seventh of the processor's time of a run that only uses the editor's API.
 */
export async function openUndrivenWindow(locale: Locale, url: string): Promise<UndrivenWindow> {
  const browser = await launch([`--accept-lang=${languages[locale]}`]);
  try {
    const session = await browser.newBrowserCDPSession();
    // Playwright takes up the pages of contexts of its own only.
    const { browserContextId } = await session.send('Target.createBrowserContext');
    await session.send('Browser.grantPermissions', {
      browserContextId,
      permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    });
    await session.send('Target.setDiscoverTargets', { discover: true });
    // Each pixel of what nobody looks at is drawn by the processor all the same.
    const { targetId } = await session.send('Target.createTarget', {
      url,
      browserContextId,
      width: 640,
      height: 480,
    });
    return {
      gone: new Promise((_, reject) => {
        session.on('Target.targetCrashed', (crashed) => {
          if (crashed.targetId === targetId) reject(new Error('The editor’s window crashed.'));
        });
        browser.once('disconnected', () => {
          reject(new Error('The editor’s window was closed before the tests ended.'));
        });
      }),
      close: () => browser.close(),
    };
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
  const onServer = (path: string): string => `vscode-remote://remote${pathToFileURL(path).pathname}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(options.extensionPaths ?? []).map((path) => ['extensionDevelopmentPath', onServer(path)]),
    ...(options.testsPath === undefined ? [] : [['extensionTestsPath', onServer(options.testsPath)]]),
  ];
  const folder = decodeURIComponent(pathToFileURL(options.folder).pathname);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${origin}/?${query.toString().replaceAll('+', '%20')}`;
}
