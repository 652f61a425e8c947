import type { Locator, Page } from 'playwright-core';
import { patienceMs, until } from '../../support/until.js';

/** A notification or a modal dialog. */
export interface Message {
  locator: Locator;
  text(): Promise<string>;
  buttons(): Promise<string[]>;
  /** Presses the button with exactly this label. */
  press(button: string): Promise<void>;
}

/** Waits for a notification that contains this text. */
export async function notification(page: Page, text: string | RegExp): Promise<Message> {
  const toast = page.locator('.notifications-toasts .notification-list-item').filter({ hasText: text });
  return shown(page, toast.first(), '.notification-list-item-message', text);
}

/** Waits for a modal dialog that contains this text. */
export async function dialog(page: Page, text: string | RegExp): Promise<Message> {
  const box = page.locator('.monaco-dialog-box').filter({ hasText: text });
  return shown(page, box.first(), '.dialog-message-container', text);
}

/** The texts of the notifications that are on the screen now. */
export async function notificationTexts(page: Page): Promise<string[]> {
  return page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts();
}

async function shown(page: Page, locator: Locator, message: string, text: string | RegExp): Promise<Message> {
  await locator.waitFor({ timeout: patienceMs }).catch(async (error: unknown) => {
    const seen = [
      ...(await notificationTexts(page)),
      ...(await page.locator('.monaco-dialog-box').allInnerTexts()),
    ];
    throw new Error(`No message ${String(text)}; on the screen: ${JSON.stringify(seen)}`, { cause: error });
  });
  const buttons = locator.locator('.monaco-button:not(.monaco-dropdown-button)');
  return {
    locator,
    text: () => locator.locator(message).innerText(),
    buttons: async () => (await buttons.allInnerTexts()).map((label) => label.trim()),
    press: async (button) => {
      // A notification that was not focused yet shows its buttons all the same; a dialog always does.
      const wanted = await until(`the button “${button}”`, async () => {
        const index = (await buttons.allInnerTexts()).findIndex((label) => label.trim() === button);
        return index >= 0 && buttons.nth(index);
      });
      await wanted.click({ timeout: patienceMs });
    },
  };
}
