import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { repositoryRoot, type Which } from '../../support/editor/installed.js';
import { openBrowser, workbenchUrl } from '../../support/editor/page.js';
import { createProfile, linkExtension, type Locale, type Profile } from '../../support/editor/profile.js';
import { installVsix, startServer, type EditorServer } from '../../support/editor/server.js';
import { appears } from './appears.js';
import { dialog, notification, notificationTexts, type Message } from './messages.js';
import { outputMatching, outputText } from './outputLog.js';
import { paletteLabels, quickInput, runFromPalette, type QuickInput } from './quickInput.js';
import { patienceMs, startMs, until } from '../../support/until.js';
import { bindKeys, clearMessages, tidy } from './tidy.js';
import { webviewFrame } from './webview.js';

export type { Message, QuickInput };

export type Theme =
  'Default Light Modern' | 'Default Dark Modern' | 'Default High Contrast' | 'Default High Contrast Light';

export interface LaunchOptions {
  which?: Which;
  /** Folders of extensions, or one packaged extension; this repository where left out. */
  extensionPaths?: readonly string[] | { vsix: string };
  /** The folder to open; an empty one where left out. */
  folder?: string;
  locale?: Locale;
  theme?: Theme;
  settings?: Record<string, unknown>;
  /** False: the folder is not trusted. */
  trust?: boolean;
  /** Every extension that comes with the editor, not only those that a window of ours is drawn with. */
  allBuiltIn?: boolean;
  /** Environment of the server, and so of its extension host. */
  env?: Record<string, string | undefined>;
}

/** The editor brings a hundred extensions; each start reads them all, and ours has to do with none but these. */
const builtIn = [
  'configuration-editing',
  'diff',
  'json',
  'log',
  'markdown-basics',
  'theme-defaults',
  'theme-seti',
];

/** An editor's window, driven as a user would. Every helper waits until what it needs is there. */
export interface Editor {
  page: Page;
  folder: string;
  userDataDir: string;
  serverDataDir: string;
  /** The process of the server, whose children are the extension hosts. */
  serverPid: number;
  quickInput: QuickInput;
  /** Runs the command with exactly this title from the palette, e.g. `Thulium: Show Output`. */
  runCommand(title: string): Promise<void>;
  /** Leaves nothing open of what a test opened: quick input, editors, panel, messages. */
  tidy(): Promise<void>;
  /** Closes the messages that are on the screen. */
  clearMessages(): Promise<void>;
  /** The titles which the palette offers for a text. */
  paletteLabels(text: string): Promise<string[]>;
  /** Opens a file of the folder by its name. */
  openFile(name: string): Promise<void>;
  notification(text: string | RegExp): Promise<Message>;
  notificationTexts(): Promise<string[]>;
  dialog(text: string | RegExp): Promise<Message>;
  /** Everything in a log output channel now. */
  outputText(channel: string): string;
  /** Waits until a log output channel's text matches; resolves to all of it. */
  outputMatching(channel: string, expected: RegExp): Promise<string>;
  webviewFrame(title: string | RegExp): Promise<FrameLocator>;
  /** Opens another window of the same server, with a browser profile of its own. */
  openWindow(folder?: string): Promise<Editor>;
  /** A picture under `out/screenshots`, or at an absolute path; returns its path. */
  screenshot(path: string): Promise<string>;
  /** The same where somebody wants to look at what the tests see: `THULIUM_TEST_PICTURES=1`. */
  look(path: string): Promise<void>;
  reload(): Promise<void>;
  /** Closes the window; the first window's `close` ends the server too and removes every folder made for it. */
  close(): Promise<void>;
}

/** Starts an editor with a fresh profile and resolves when its window can be used. */
export async function launchEditor(options: LaunchOptions = {}): Promise<Editor> {
  const { which = 'newest', locale = 'en', extensionPaths = [repositoryRoot] } = options;
  const profile = createProfile({
    locale,
    settings: { 'workbench.colorTheme': options.theme ?? 'Default Dark Modern', ...options.settings },
  });
  bindKeys(profile.userDataDir);
  let server: EditorServer | undefined;
  try {
    if ('vsix' in extensionPaths) await installVsix(which, profile, extensionPaths.vsix);
    else for (const path of extensionPaths) linkExtension(profile, path);
    server = await startServer({
      which,
      profile,
      trust: options.trust ?? true,
      ...(options.allBuiltIn === true ? {} : { builtIn }),
      env: options.env ?? {},
    });
    return await openWindow({ server, profile }, options.folder ?? profile.emptyFolder, true);
  } catch (error) {
    await server?.stop();
    profile.remove();
    throw error;
  }
}

interface Running {
  server: EditorServer;
  profile: Profile;
}

async function openWindow(running: Running, folder: string, ownsServer: boolean): Promise<Editor> {
  const { server, profile } = running;
  const { context, page } = await openBrowser(profile.locale);
  context.setDefaultTimeout(patienceMs);
  try {
    await page.goto(workbenchUrl(server.origin, { folder }), { timeout: startMs });
    await ready(page);
  } catch (error) {
    await context.close();
    throw error;
  }
  return {
    page,
    folder,
    userDataDir: profile.userDataDir,
    serverDataDir: profile.serverDataDir,
    serverPid: server.pid,
    quickInput: quickInput(page),
    runCommand: (title) => runFromPalette(page, title),
    tidy: () => tidy(page),
    clearMessages: () => clearMessages(page),
    paletteLabels: (text) => paletteLabels(page, text),
    openFile: (name) => openFile(page, name),
    notification: (text) => notification(page, text),
    notificationTexts: () => notificationTexts(page),
    dialog: (text) => dialog(page, text),
    outputText: (channel) => outputText(profile.userDataDir, channel),
    outputMatching: (channel, expected) => outputMatching(profile.userDataDir, channel, expected),
    webviewFrame: (title) => webviewFrame(page, title),
    openWindow: (other) => openWindow(running, other ?? folder, false),
    screenshot: (path) => screenshot(page, path),
    look: async (path) => {
      if (process.env.THULIUM_TEST_PICTURES === '1') await screenshot(page, path);
    },
    reload: async () => {
      await page.reload();
      await ready(page);
    },
    close: () => close(context, ownsServer ? running : undefined),
  };
}

async function close(context: BrowserContext, owned: Running | undefined): Promise<void> {
  await context.close();
  if (owned === undefined) return;
  await owned.server.stop();
  owned.profile.remove();
}

/** The window is drawn and the connection to the server, which the extension host runs in, is up. */
async function ready(page: Page): Promise<void> {
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: startMs });
  await page.locator('.part.statusbar [id="status.host"]').waitFor({ timeout: startMs });
}

async function openFile(page: Page, name: string): Promise<void> {
  const tab = page.locator(`.tabs-container .tab[data-resource-name="${name}"]`);
  const quick = quickInput(page);
  await until(`the file ${name}`, async () => {
    await page.keyboard.press('Control+P');
    if (!(await appears(quick.input, 3_000))) return false;
    await quick.fill(name);
    await quick.pick(name);
    await quick.closed();
    return true;
  });
  await tab.waitFor({ timeout: patienceMs });
}

async function screenshot(page: Page, path: string): Promise<string> {
  const file = join(repositoryRoot, 'out', 'screenshots', path);
  const target = path.startsWith('/') ? path : file;
  mkdirSync(dirname(target), { recursive: true });
  await page.screenshot({ path: target, animations: 'disabled', caret: 'hide' });
  return target;
}
