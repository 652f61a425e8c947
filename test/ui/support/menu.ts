import type { Locator } from 'playwright-core';
import { until } from '../../support/until.js';
import { appears } from './appears.js';

/**
 * Chooses an item of an element's context menu, until what it leads to is there. A menu that has just opened ignores
 * the mouse for a moment, and one over a list closes when the list is drawn anew.
 */
export async function chooseFromMenu(of: Locator, item: string, leadsTo: Locator): Promise<void> {
  const page = of.page();
  const menu = page.locator('.monaco-menu');
  await until(`“${item}” in the menu to lead somewhere`, async () => {
    if (!(await menu.isVisible())) await of.click({ button: 'right' });
    await menu
      .getByRole('menuitem', { name: item })
      .click({ timeout: 3_000 })
      .catch(() => undefined);
    return (await appears(menu, 300, 'hidden')) && appears(leadsTo.first(), 5_000);
  });
}
