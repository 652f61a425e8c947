import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';
import { after, before, describe, it } from 'mocha';
import { accessibilityViolations } from './support/axe.js';
import { launchEditor, type Editor } from './support/editor.js';
import { demoFolder, ownCommands, ownPages } from './support/pages.js';
import { chooseTheme, themeNames, themes } from './support/themes.js';
import { until } from '../support/until.js';

describe('our pages in the editor, for everyone', () => {
  let editor: Editor;
  let form: FrameLocator;

  before(async () => {
    editor = await launchEditor({ folder: demoFolder });
    await editor.runCommand('Thulium Simulator: Start Local Simulator');
    await editor.notification(/Simulator started at/);
    await editor.clearMessages();
    await editor.runCommand('Thulium: Open Update Form');
    form = await editor.webviewFrame(/^Update Record/);
    await form.locator('#campaignId').waitFor();
  });
  after(() => editor.close());

  for (const theme of themeNames)
    it(`the form has no accessibility violation in ${theme}`, async () => {
      await chooseTheme(editor, theme);
      await form.locator(`body.${themes[theme].bodyClass}`).waitFor();
      const nothingIsWrong = async (state: string): Promise<void> => {
        assert.deepEqual(await accessibilityViolations(form), [], state);
      };

      await fill({ campaignId: '1', customerId: '', status_id: '', order: '-1' });
      await form.locator('#send').click();
      await form.locator('[data-field=campaignId] .problem').first().waitFor();
      await nothingIsWrong('errors');

      await fill({ campaignId: '00001', customerId: '441' });
      await form.locator('#status_id').click();
      await form.getByRole('listbox').getByRole('option').first().waitFor();
      await nothingIsWrong('an open list');

      await fill({ status_id: '3', order: String(themeNames.indexOf(theme)) });
      await form.locator('#compare').click();
      await form.locator('.review').waitFor();
      await nothingIsWrong('the review');

      await form.locator('#review-send').click();
      await form.locator('#result').filter({ hasText: '441' }).waitFor();
      await nothingIsWrong('the result');
    });

  it('the form sends an update by keyboard alone, from the palette’s closing to the result', async () => {
    await editor.tidy();
    await editor.runCommand('Thulium: Open Update Form');
    form = await editor.webviewFrame(/^Update Record/);
    await form.locator('#campaignId').waitFor();
    await until('the focus in the first field', () => focused('campaignId'));
    const { keyboard } = editor.page;
    await keyboard.type('00001');
    await tabTo('customerId');
    await keyboard.type('442');
    await tabTo('order');
    await keyboard.type('-5');
    await keyboard.press('Control+Enter');
    await until('the focus on the error', () => focused('order'));
    assert.equal(await form.locator('#order').getAttribute('aria-invalid'), 'true');
    await keyboard.press('Control+A');
    await keyboard.type('55');
    await keyboard.press('Control+Enter');
    await form.locator('#result').filter({ hasText: '442' }).waitFor();
  });

  it('the form is usable at twice the size: nothing is cut off sideways', async () => {
    await form.locator('html').evaluate((html) => {
      (html as HTMLElement).style.zoom = '2';
    });
    const { needed, given } = await form.locator('html').evaluate((html) => ({
      needed: html.scrollWidth,
      given: html.clientWidth,
    }));
    assert.ok(needed <= given, `${needed} pixels in ${given}`);
    assert.deepEqual(await accessibilityViolations(form), []);
  });

  it('the form keeps still for those who want less motion', async () => {
    const moving = await form
      .locator('body')
      .evaluate(
        (body) =>
          body.ownerDocument.getAnimations().filter(({ playState }) => playState === 'running').length,
      );
    assert.equal(moving, 0);
  });

  // The form is above, in more states than one.
  for (const [name, open] of Object.entries(ownPages).filter(([page]) => page !== 'form'))
    it(`the page “${name}” has no accessibility violation in any theme`, async () => {
      await editor.tidy();
      const page = await open(editor, ownCommands(editor, 'en'));
      for (const theme of themeNames) {
        await chooseTheme(editor, theme);
        await page.locator(`body.${themes[theme].bodyClass}`).waitFor();
        assert.deepEqual(await accessibilityViolations(page), [], theme);
      }
    });

  async function fill(values: Record<string, string>): Promise<void> {
    for (const [name, value] of Object.entries(values)) await form.locator(`#${name}`).fill(value);
  }

  function focused(name: string): Promise<boolean> {
    return form.locator(`#${name}`).evaluate((input) => input === input.ownerDocument.activeElement);
  }

  /** Presses Tab until the field is reached; far more often than there are stops on the way would be a trap. */
  async function tabTo(name: string): Promise<void> {
    for (let presses = 0; presses < 25; presses += 1) {
      await editor.page.keyboard.press('Tab');
      if (await focused(name)) return;
    }
    assert.fail(`Tab does not reach ${name}`);
  }
});
