import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { repositoryRoot } from '../../support/editor/installed.js';
import type { Editor } from './editor.js';

/** Runs a command of ours by the key of its title in `package.nls.json`, in the window's language. */
export type RunOwn = (key: string) => Promise<void>;

/** The manifest's words in this language, by their keys. */
export function ownTitles(locale: 'en' | 'pl'): Record<string, string> {
  const file = locale === 'pl' ? 'package.nls.pl.json' : 'package.nls.json';
  return JSON.parse(readFileSync(join(repositoryRoot, file), 'utf8')) as Record<string, string>;
}

/** A {@link RunOwn} for a window in this language. */
export function ownCommands(editor: Editor, locale: 'en' | 'pl'): RunOwn {
  const titles = ownTitles(locale);
  return (key) => editor.runCommand(`Thulium: ${titles[key] ?? key}`);
}

/** A refused request, as somebody copies it from a log, with a password in it. */
const refusedRequest = `PUT /api/crm_outbounds/00001/records/441 HTTP/1.1
Authorization: Basic YXBpX3VzZXI6czNjcmV0LXBhc3M=
Content-Type: application/json

{"status_id":"777","next_call_date":"24.05.2018 12:24"}

HTTP/1.1 400 Bad Request

{"request_id":"53678450401cf","errors":[{"message":"Wrong status.","code":111111}]}`;

/** The folder with which {@link ownPages} are opened: it has a `records.csv`. */
export const demoFolder = join(repositoryRoot, 'test', 'demo', 'folder');

/**
 * Opens each page of ours, with something on it, in a window on {@link demoFolder} whose active system is a simulator,
 * and resolves to the page's document. Other editors are closed first.
 */
export const ownPages: Readonly<Record<string, (editor: Editor, run: RunOwn) => Promise<FrameLocator>>> = {
  form: async (editor, run) => {
    await run('command.openUpdateForm');
    return shown(editor, '#campaignId');
  },
  record: async (editor, run) => {
    await run('command.showRecord');
    await editor.quickInput.shows('(1/');
    await editor.quickInput.answer('00001');
    await editor.quickInput.shows('(2/');
    await editor.quickInput.answer('441');
    return shown(editor, '#json');
  },
  bulk: async (editor, run) => {
    await editor.openFile('records.csv');
    await run('command.bulkUpdate');
    return shown(editor, '#send');
  },
  request: async (editor, run) => {
    await run('command.testConnection');
    const row = editor.page.locator('.pane .monaco-list-row', { hasText: '→ 200' }).first();
    if (!(await row.isVisible()))
      await editor.page.locator('.activitybar [aria-label^="Thulium"]').first().click();
    await row.click();
    return shown(editor, '#request');
  },
  explain: async (editor, run) => {
    await run('command.explainRequest');
    const page = await shown(editor, '#paste');
    await page.locator('#paste').fill(refusedRequest);
    await page.locator('#paste').press('Control+Enter');
    await page.locator('body', { hasText: '2018-05-24 12:24' }).waitFor();
    return page;
  },
};

async function shown(editor: Editor, selector: string): Promise<FrameLocator> {
  const page = await editor.webviewFrame(/./);
  await page.locator(selector).waitFor();
  return page;
}
