import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { appears } from './appears.js';
import type { Editor } from './editor.js';
import { patienceMs, until } from '../../support/until.js';

/** A text file of the folder in the window's editor, driven by the keyboard as a user would. */
export interface CodeEditor {
  /** Writes a file into the folder, opens it and puts the cursor where `§` stood in the text. */
  open(name: string, text: string): Promise<void>;
  /** Puts the cursor before the first occurrence of a text in the file as it is on disk. */
  goTo(name: string, text: string): Promise<void>;
  /** Saves and resolves to what is on disk once that differs from what was there. */
  saved(name: string): Promise<string>;
  /** What is offered at the cursor, each with its description; waits until there is one that starts with this text. */
  suggestions(expected: string): Promise<string[]>;
  /** Takes the offered item that starts with this text. */
  suggest(item: string): Promise<void>;
  /** The hover at the cursor, once it matches. */
  hover(expected: RegExp): Promise<string>;
  /** The titles of the quick fixes at the cursor, once this one is among them; the list stays open. */
  quickFixes(expected: string): Promise<string[]>;
  /** Applies the quick fix with exactly this title at the cursor. */
  quickFix(title: string): Promise<void>;
  /** The lines of the Problems panel, once they match; the panel is left open. */
  problems(expected: RegExp): Promise<string>;
  /** Presses the lens with this title above an update, counted from 0, until what it leads to is there. */
  pressLens(title: string, leadsTo: Locator, update?: number): Promise<void>;
}

/** The text editor of a window. */
export function codeEditor(editor: Editor): CodeEditor {
  const { page, quickInput } = editor;
  const suggested = page.locator('.suggest-widget.visible .monaco-list-row');
  const fixes = page.locator('.action-widget .monaco-list-row.action');

  async function cursorTo(text: string, offset: number): Promise<void> {
    const before = text.slice(0, offset).split('\n');
    const place = `:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
    await page.keyboard.press('Control+G');
    await quickInput.input.waitFor({ timeout: patienceMs });
    await quickInput.answer(place);
    await quickInput.closed();
  }

  /** By its path: the list of files that a name is looked up in may not know a new one yet. */
  async function openByPath(path: string): Promise<void> {
    await page.keyboard.press('Control+O');
    // The dialog writes its own folder when it is ready, and takes Enter for a file once that is listed.
    await until('the dialog’s folder', async () => (await quickInput.input.inputValue()).includes('/'));
    await quickInput.fill(path);
    await quickInput.pick(basename(path));
    await quickInput.closed();
    await page.locator('.tabs-container .tab.active', { hasText: basename(path) }).waitFor();
    await page.locator('.editor-instance .view-line').first().waitFor();
  }

  async function suggestions(expected: string): Promise<string[]> {
    let labels: string[] = [];
    return until(
      () => `the suggestion “${expected}”; offered are ${labels.join(' | ')}`,
      async () => {
        if ((await suggested.count()) === 0) await page.keyboard.press('Control+Space');
        await shownSoon(suggested);
        labels = await labelsOf(suggested);
        if (labels.some((label) => label.startsWith(expected))) return labels;
        await page.keyboard.press('Escape');
        return undefined;
      },
    );
  }

  async function quickFixes(expected: string): Promise<string[]> {
    let titles: string[] = [];
    return until(
      () => `the quick fix “${expected}”; offered are ${titles.join(' | ')}`,
      async () => {
        await page.keyboard.press('Control+.');
        await shownSoon(fixes);
        titles = (await fixes.locator('.title').allInnerTexts()).map((title) => title.trim());
        if (titles.includes(expected)) return titles;
        await page.keyboard.press('Escape');
        return undefined;
      },
    );
  }

  return {
    suggestions,
    quickFixes,
    open: async (name, text) => {
      const clean = text.replace('§', '');
      writeFileSync(join(editor.folder, name), clean);
      await openByPath(join(editor.folder, name));
      if (clean !== text) await cursorTo(text, text.indexOf('§'));
    },
    goTo: (name, text) => {
      const content = readFileSync(join(editor.folder, name), 'utf8');
      return cursorTo(content, content.indexOf(text));
    },
    saved: async (name) => {
      const file = join(editor.folder, name);
      const before = readFileSync(file, 'utf8');
      return until(`a change of ${name} on disk`, async () => {
        await page.keyboard.press('Control+S');
        const now = readFileSync(file, 'utf8');
        // In the midst of a save the file is empty.
        return now !== '' && now !== before && now;
      });
    },
    suggest: async (item) => {
      const labels = await suggestions(item);
      await suggested.nth(labels.findIndex((label) => label.startsWith(item))).click();
    },
    hover: (expected) => {
      let text = '';
      return until(
        () => `a hover ${String(expected)}; shown is: ${text}`,
        async () => {
          await page.keyboard.press('Control+K');
          await page.keyboard.press('Control+I');
          const shown = page.locator('.monaco-hover .hover-contents');
          await shownSoon(shown);
          text = (await shown.allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
          return expected.test(text) && text;
        },
      );
    },
    quickFix: async (title) => {
      const titles = await quickFixes(title);
      await fixes.nth(titles.indexOf(title)).click();
      await fixes.first().waitFor({ state: 'hidden', timeout: patienceMs });
    },
    problems: async (expected) => {
      await editor.runCommand('Problems: Focus on Problems View');
      let text = '';
      return until(
        () => `${String(expected)} among the problems, which are: ${text}`,
        async () => {
          text = (await page.locator('.markers-panel .monaco-list-row').allInnerTexts()).join('\n');
          return expected.test(text) && text;
        },
      );
    },
    // A press is lost when the lenses are drawn anew under it, as they are after each edit and each binding.
    pressLens: async (title, leadsTo, update = 0) => {
      const lens = page.locator('.codelens-decoration a', { hasText: title }).nth(update);
      await until(`the lens “${title}” to lead somewhere`, async () => {
        await lens.click({ timeout: patienceMs });
        return appears(leadsTo.first(), 10_000);
      });
    },
  };
}

/** Gives a list that is on its way a moment to show; whether it came is up to the caller. */
async function shownSoon(locator: Locator): Promise<void> {
  await locator
    .first()
    .waitFor({ timeout: 3_000 })
    .catch(() => undefined);
}

async function labelsOf(rows: Locator): Promise<string[]> {
  const texts = await rows.allInnerTexts();
  return texts.map((text) => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ').trim());
}
