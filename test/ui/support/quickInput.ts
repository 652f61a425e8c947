import type { Locator, Page } from 'playwright-core';
import { patienceMs, until } from '../../support/until.js';
import { appears, succeeds } from './appears.js';

/** The palette, quick picks and input boxes: all the same widget. */
export interface QuickInput {
  widget: Locator;
  input: Locator;
  /** Waits until the widget shows this text anywhere: its title, placeholder, prompt or an item. */
  shows(text: string, limitMs?: number): Promise<void>;
  /** Replaces the text of the box. */
  fill(text: string): Promise<void>;
  /** Presses Enter. */
  accept(): Promise<void>;
  /** Replaces the text of the box and presses Enter. */
  answer(text: string): Promise<void>;
  /** Waits for the item whose label is, or starts with, this text and clicks it until that leads on. */
  pick(label: string, limitMs?: number): Promise<void>;
  /** Clicks the item once: for one that leaves the step as it is. */
  press(label: string): Promise<void>;
  /** Ticks or unticks items of a pick of several; press `accept` afterwards. */
  toggle(label: string): Promise<void>;
  /** The labels in the list now; long lists show only what fits. */
  labels(): Promise<string[]>;
  /** The same with what goes on in a row's second line. */
  sentences(): Promise<string[]>;
  /** Waits for a validation message or prompt under the box that matches. */
  message(expected: RegExp): Promise<string>;
  /** Presses the button that leads to the step before. */
  back(): Promise<void>;
  /** Presses Escape until the widget is gone. */
  cancel(): Promise<void>;
  /** Waits until the widget is gone. */
  closed(): Promise<void>;
}

export function quickInput(page: Page): QuickInput {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('.quick-input-box input');
  const rows = widget.locator('.quick-input-list .monaco-list-row');
  const closed = (): Promise<void> => widget.waitFor({ state: 'hidden', timeout: patienceMs });

  /** The rows whose label is this text or, unless `exactly`, starts with it; looked up anew at each use. */
  function named(label: string, exactly: boolean): Locator {
    const words = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s');
    const hasText = new RegExp(`^\\s*${words}${exactly ? '\\s*$' : ''}`);
    return rows.filter({ has: page.locator(labelOfRow, { hasText }) }).first();
  }

  async function row(label: string, limitMs = patienceMs): Promise<Locator> {
    let shown = 'nothing';
    return until(
      () => `“${label}” in the list, which shows: ${shown}`,
      async () => {
        if (await widget.isVisible()) shown = await widget.innerText();
        for (const exactly of [true, false])
          if (await named(label, exactly).isVisible()) return named(label, exactly);
        return undefined;
      },
      limitMs,
    );
  }

  /** Which step is shown; its rows may still be arriving. */
  async function step(): Promise<string> {
    const title = await widget.locator('.quick-input-title').innerText({ timeout: 1_000 });
    const placeholder = await input.getAttribute('placeholder', { timeout: 1_000 });
    return [title, placeholder].join('\n');
  }

  /** A press is lost when the list is drawn anew under it, as it is while its rows arrive; then it is pressed again. */
  async function pick(label: string, limitMs = patienceMs): Promise<void> {
    const press = async (): Promise<boolean> => {
      const found = await row(label, limitMs);
      const before = await step().catch(() => undefined);
      const isPressed = await succeeds(found.click({ timeout: 3_000 }));
      if (before === undefined || !isPressed) return false;
      // A list that is drawn anew has no rows for a moment: the step is left when that is seen twice.
      let seen = 0;
      const leadsOn = async (): Promise<boolean> => {
        const isLeft = !(await found.isVisible()) || (await step().catch(() => before)) !== before;
        seen = isLeft ? seen + 1 : 0;
        return seen === 2;
      };
      return until('the next step', leadsOn, 10_000).catch(() => false);
    };
    await until(`“${label}” in the list to lead on`, press, limitMs);
  }

  return {
    widget,
    input,
    closed,
    shows: async (text, limitMs = patienceMs) => {
      const isShown = async (): Promise<boolean> => {
        if (!(await widget.isVisible())) return false;
        const placeholder = (await input.getAttribute('placeholder')) ?? '';
        shown = `${placeholder}\n${await widget.innerText()}`;
        return shown.includes(text);
      };
      let shown = 'nothing';
      await until(() => `“${text}” in the quick input, which shows: ${shown}`, isShown, limitMs);
    },
    fill: (text) => input.fill(text, { timeout: patienceMs }),
    accept: () => input.press('Enter', { timeout: patienceMs }),
    answer: async (text) => {
      await input.fill(text, { timeout: patienceMs });
      await input.press('Enter');
    },
    pick,
    press: async (label) => (await row(label)).click({ timeout: patienceMs }),
    toggle: async (label) =>
      (await row(label)).locator('.monaco-checkbox, input[type=checkbox]').first().click(),
    labels: () => labelsOf(rows),
    sentences: async () => {
      const texts = await rows.evaluateAll((all) =>
        all.map((row) =>
          [
            ...row.querySelectorAll(
              '.quick-input-list-row:first-child .label-name, .quick-input-list-label-meta',
            ),
          ]
            // A row of one line keeps the second line of what it showed before, below its edge.
            .filter((each) => each.getBoundingClientRect().top < row.getBoundingClientRect().bottom - 4)
            .map((each) => each.textContent.trim())
            .filter((text) => text !== '')
            .join(' '),
        ),
      );
      return texts.map((text) => text.replaceAll('\u00a0', ' '));
    },
    message: (expected) =>
      until(`a message ${String(expected)} in the quick input`, async () => {
        if (!(await widget.isVisible())) return false;
        const text = await widget.locator('.quick-input-message').innerText();
        return expected.test(text) && text;
      }),
    back: () => widget.getByRole('button', { name: 'Back' }).click({ timeout: patienceMs }),
    // From inside a step Escape may lead back to the one around it.
    cancel: () =>
      until('the quick input to close', async () => {
        await page.keyboard.press('Escape');
        return appears(widget, 3_000, 'hidden');
      }).then(() => undefined),
  };
}

/** Opens the palette and runs the command with exactly this title, e.g. `Thulium: Show Output`. */
export async function runFromPalette(page: Page, title: string): Promise<void> {
  const quick = quickInput(page);
  await until(`the command “${title}”`, async () => {
    await searchPalette(page, title, (found) => found.includes(title));
    // What has just been opened may take the focus, which closes the palette.
    return succeeds(quick.pick(title, 5_000));
  });
}

/** The labels that the palette offers for a text, e.g. all commands of a category; as many as fit. */
export async function paletteLabels(page: Page, text: string): Promise<string[]> {
  const matching = (labels: string[]): string[] => labels.filter((label) => label.includes(text));
  const labels = await searchPalette(page, text, (found) => matching(found).length > 0);
  await quickInput(page).cancel();
  return matching(labels);
}

/**
 * Leaves the palette open with a list that satisfies the caller. Each attempt opens it afresh:
 * its list is made once, so commands that arrive later (the host starts after the window) would never show.
 */
async function searchPalette(
  page: Page,
  text: string,
  satisfied: (labels: string[]) => boolean,
): Promise<string[]> {
  const quick = quickInput(page);
  return until(`“${text}” in the palette`, async () => {
    await openPalette(page, quick);
    // A page that has just been opened may take the focus, which closes the palette: then it is opened again.
    const filled = await succeeds(quick.input.fill(`>${text}`, { timeout: 3_000 }));
    if (!filled) return undefined;
    return until(
      'the palette',
      async () => {
        const labels = await quick.labels();
        return satisfied(labels) && labels;
      },
      2_000,
    ).catch(() => undefined);
  });
}

/** A key pressed inside a webview would have to travel through three frames first. */
export async function leaveWebview(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLIFrameElement) document.activeElement.blur();
  });
}

async function openPalette(page: Page, quick: QuickInput): Promise<void> {
  await until('the palette', async () => {
    if (await quick.widget.isVisible()) await page.keyboard.press('Escape');
    await leaveWebview(page);
    await page.keyboard.press('F1');
    return appears(quick.input, 3_000);
  });
}

const labelOfRow = '.quick-input-list-rows > .quick-input-list-row:first-child .label-name';

/** A row's icon and highlight are separate elements; the label's own text is what a reader sees. */
async function labelsOf(rows: Locator): Promise<string[]> {
  const texts = await rows.locator(labelOfRow).allInnerTexts();
  return texts.map((text) => text.replaceAll('\u00a0', ' ').trim());
}
