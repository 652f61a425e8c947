import type { FrameLocator, Page } from 'playwright-core';
import { until } from '../../support/until.js';

/**
 * The document of the webview with this title: a panel's tab, a view's name or the document's own `<title>`.
 * VS Code nests three frames: the window, a shell of its own, and the extension's document.
 */
export async function webviewFrame(page: Page, title: string | RegExp): Promise<FrameLocator> {
  const matches = (text: string): boolean =>
    typeof title === 'string' ? text.includes(title) : title.test(text);
  const seen = new Set<string>();
  return until(
    () => `a webview “${String(title)}”; seen: ${[...seen].join(' | ')}`,
    async () => {
      for (const shell of await page.locator('iframe.webview.ready').all()) {
        const name = await shell.getAttribute('name', { timeout: 1_000 }).catch(() => null);
        if (name === null || !(await shell.isVisible())) continue;
        const content = page
          .frameLocator(`iframe.webview[name="${name}"]`)
          .frameLocator('iframe#active-frame');
        const titles = await titlesOf(page, name);
        for (const each of titles) seen.add(each);
        if (titles.some(matches)) return content;
      }
      return undefined;
    },
  );
}

async function titlesOf(page: Page, shellName: string): Promise<string[]> {
  const active = page.frameLocator(`iframe.webview[name="${shellName}"]`).locator('iframe#active-frame');
  try {
    const attribute = await active.getAttribute('title', { timeout: 1_000 });
    const document = await active
      .contentFrame()
      .locator('html')
      .evaluate((html) => html.ownerDocument.title, undefined, { timeout: 1_000 });
    return [attribute ?? '', document].filter((text) => text !== '');
  } catch {
    // The frame was replaced while it was read: the next round sees the new one.
    return [];
  }
}

/** Waits until an element's text matches, and returns it. */
export async function sees(frame: FrameLocator, selector: string, expected: RegExp): Promise<string> {
  let text = '';
  return until(
    () => `${String(expected)} in ${selector}, which holds: ${text}`,
    async () => {
      text = await frame
        .locator(selector)
        .innerText({ timeout: 1_000 })
        .catch(() => '');
      return expected.test(text) && text;
    },
  );
}
