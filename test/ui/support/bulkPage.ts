import type { FrameLocator } from 'playwright-core';
import { appears } from './appears.js';
import type { Editor } from './editor.js';
import { patienceMs, until } from '../../support/until.js';

/** Ticks what the page asks about whole columns of {@link excelFile}, and waits for the plan of what is left. */
export async function answerExcelQuestions(page: FrameLocator): Promise<void> {
  await page.locator('#fix-campaign-zeros').check();
  await planText(page, /Convert status names to IDs/);
  await page.locator('#fix-dates').check();
  await planText(page, /such as 24\.05\.2018 12:24 are converted to/);
  await page.locator('#fix-status-names').check();
  await planText(page, /260 rows: to be sent/);
}

/** The page's text, once it matches and nothing is being read any more. */
export function planText(page: FrameLocator, expected: RegExp): Promise<string> {
  let shown = '';
  return until(
    () => `${String(expected)} on the page, which says: ${shown}`,
    async () => {
      shown = await page
        .locator('main')
        .innerText({ timeout: 1_000 })
        .catch(() => '');
      return expected.test(shown) && !/reading (the file|rows|records)/.test(shown) && shown;
    },
    60_000,
  );
}

/** Opens a file of the folder by its row in the Explorer. */
export async function openFromExplorer({ page }: Editor, name: string): Promise<void> {
  const row = page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  const tab = page.locator('.tab.active', { hasText: name });
  await until(`the file ${name}`, async () => {
    await row.dblclick({ timeout: patienceMs });
    return appears(tab, 5_000);
  });
}
