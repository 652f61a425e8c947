import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { until } from '../../support/until.js';
import { leaveWebview, quickInput } from './quickInput.js';

/** What is done between tests, on keys of their own: by the palette each takes the window a third of a second. */
const keys = {
  tidy: {
    key: 'Control+Alt+Shift+F9',
    commands: ['workbench.action.closeAllEditors', 'workbench.action.closePanel', 'notifications.clearAll'],
  },
  clearMessages: { key: 'Control+Alt+Shift+F10', commands: ['notifications.clearAll'] },
};

/** Writes the keys into a user's folder before its window opens. */
export function bindKeys(userDataDir: string): void {
  const bindings = Object.values(keys).map(({ key, commands }) => ({
    key: key.toLowerCase().replace('control', 'ctrl'),
    command: 'runCommands',
    args: { commands },
  }));
  writeFileSync(join(userDataDir, 'User', 'keybindings.json'), JSON.stringify(bindings, undefined, 2));
}

/** Closes the quick input, the editors, the panel and the messages, and waits until they are gone. */
export async function tidy(page: Page): Promise<void> {
  const quick = quickInput(page);
  if (await quick.widget.isVisible()) await quick.cancel();
  await pressUntilGone(page, keys.tidy.key, [
    page.locator('.tabs-container .tab'),
    page.locator('.part.panel:visible'),
    messages(page),
  ]);
}

/** Closes the messages, and waits until they are gone. */
export async function clearMessages(page: Page): Promise<void> {
  await pressUntilGone(page, keys.clearMessages.key, [messages(page)]);
}

/** The editor keeps the message of what is still under way. */
function messages(page: Page): Locator {
  const underWay = page.locator('.monaco-progress-container.active');
  return page.locator('.notifications-toasts .notification-list-item').filter({ hasNot: underWay });
}

async function pressUntilGone(page: Page, key: string, all: readonly Locator[]): Promise<void> {
  await until('the window to be tidy', async () => {
    await leaveWebview(page);
    await page.keyboard.press(key);
    return until('what was closed to go', () => areGone(all), 3_000).catch(() => false);
  });
}

async function areGone(all: readonly Locator[]): Promise<boolean> {
  const counts = await Promise.all(all.map((each) => each.count()));
  return counts.every((count) => count === 0);
}
