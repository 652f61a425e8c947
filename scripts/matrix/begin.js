/** Opens the views, photographs them empty, and starts the simulator. */
export async function begin({ editor, run, picture }) {
  await editor.page.setViewportSize({ width: 1500, height: 900 });
  await showViews(editor, 120_000);
  await picture('empty-views');
  await run('command.startSimulator');
  await editor.notification(/127\.0\.0\.1/);
  await picture('simulator');
  await editor.clearMessages();
}

/** Brings our views to the front of the side bar. */
export async function showViews({ page }, timeout = 60_000) {
  const icon = page.locator('.activitybar .action-label[aria-label^="Thulium"]').first();
  await icon.waitFor({ timeout });
  const isShown = await page.locator('.sidebar .pane').first().isVisible();
  const isOurs =
    isShown && (await page.locator('.sidebar .composite.title', { hasText: 'Thulium' }).isVisible());
  if (!isOurs) await icon.click();
}

/** A row of one of our views. */
export function row({ page }, text) {
  return page.locator('.sidebar .monaco-list-row', { hasText: text }).first();
}

/** Folds the other views and unfolds this one. */
export async function maximise({ page }, name) {
  for (const header of await page.locator('.sidebar .pane-header').all()) {
    const isThis = (await header.innerText()).toUpperCase().includes(name.toUpperCase());
    const isOpen = (await header.getAttribute('aria-expanded')) === 'true';
    if (isThis !== isOpen) await header.locator('.title').click();
  }
}

/** What puts the mouse on an element until its tooltip is there; drawing the window anew takes a tooltip away. */
export function hover({ page }, element) {
  return async () => {
    await page.mouse.move(750, 450);
    await page.locator('.workbench-hover').first().waitFor({ state: 'hidden' });
    await element.hover();
    await page.locator('.workbench-hover').first().waitFor();
  };
}
