import type { Locator } from 'playwright-core';
import { until } from './until.js';

/**
 * Chooses an item of an element's context menu, until what it leads to is there. A menu that has just opened ignores
 * the mouse for a moment, and one over a list closes when the list is drawn anew.
 */
export async function chooseFromMenu(of: Locator, item: string, leadsTo: Locator): Promise<void> {
  const page = of.page();
  await until(`“${item}” in the menu to lead somewhere`, async () => {
    if (!(await page.locator('.monaco-menu').isVisible())) await of.click({ button: 'right' });
    await page
      .locator('.monaco-menu')
      .getByRole('menuitem', { name: item })
      .click({ timeout: 3_000 })
      .catch(() => undefined);
    return leadsTo
      .first()
      .waitFor({ timeout: 5_000 })
      .then(
        () => true,
        () => false,
      );
  });
}
