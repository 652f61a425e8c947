import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { FrameLocator, Locator, Page } from 'playwright-core';

interface AxeResults {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** What axe finds, without the colours: those are the theme's, and a page outside the editor has none. */
export function violations(page: Page): Promise<string[]> {
  return violationsIn(page.locator('body'), { rules: { 'color-contrast': { enabled: false } } });
}

/** What axe finds wrong with a page of ours in the editor as it is drawn now, the contrast of the theme included. */
export function accessibilityViolations(frame: FrameLocator): Promise<string[]> {
  return violationsIn(frame.locator('body'), {});
}

async function violationsIn(body: Locator, options: object): Promise<string[]> {
  const isLoaded = await body.evaluate(() => Reflect.has(window, 'axe'));
  if (!isLoaded)
    await body.evaluate(
      await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    );
  const found = await body.evaluate(async (_body, given): Promise<AxeResults> => {
    const axe = Reflect.get(window, 'axe') as { run(options: object): Promise<AxeResults> };
    return axe.run({ resultTypes: ['violations'], ...given });
  }, options);
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary ?? ''}`),
  );
}
