import { readFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../support/editor/installed.js';
import type { Locale } from '../../support/editor/profile.js';
import { badConnections, carriedBy, type BadInput } from '../../support/badInputs/table.js';
import { startFaultServer, type FaultServer } from '../../support/faultServer/index.js';
import { openRecord, thulium } from '../../support/documentedSystem.js';
import { cutTexts } from './cutTexts.js';
import { launchEditor, type Editor } from './editor.js';
import { password, username } from './system.js';
import { until } from '../../support/until.js';

/** What a window said of each input, by the input's name. */
export type Said = Map<string, string>;

/** A window in a language of its user, and a system that would hear what it sent. */
export interface TableWindow {
  editor: Editor;
  server: FaultServer;
  language: Locale;
  run: (command: string) => Promise<void>;
  close: () => Promise<void>;
}

export const connectionName = (row: (typeof badConnections)[number]): string =>
  `${row.field} ${JSON.stringify(row.value)}`;

/** What a box of one line can carry of a connection. */
export const typedConnections = badConnections.filter(({ value }) => !/[\r\n]/.test(value));

export async function openTableWindow(language: Locale): Promise<TableWindow> {
  const file = language === 'pl' ? 'package.nls.pl.json' : 'package.nls.json';
  const words = JSON.parse(readFileSync(path.join(repositoryRoot, file), 'utf8')) as Record<string, string>;
  const server = await startFaultServer();
  server.script(thulium({ record: openRecord }));
  const editor = await launchEditor({ locale: language });
  return {
    editor,
    server,
    language,
    run: (command) => editor.runCommand(`Thulium: ${words[`command.${command}`] ?? command}`),
    close: async () => {
      await editor.close();
      await server.close();
    },
  };
}

/** Waits for what should be said; where it is not, tells what is there instead. */
async function hear(expected: string, look: () => Promise<readonly string[]>): Promise<string> {
  let seen: readonly string[] = [];
  return until(
    expected,
    async () => {
      seen = await look().catch(() => []);
      return seen.includes(expected) && expected;
    },
    10_000,
  ).catch(() => seen.join(' | '));
}

/** Adds the system through the five steps, bad values first. */
export async function sayInConnectionSteps(window: TableWindow): Promise<Said> {
  const { editor, server, language } = window;
  const { quickInput } = editor;
  const said: Said = new Map();
  const message = quickInput.widget.locator('.quick-input-message');
  const steps = [
    ['system', server.origin],
    // A name of its own for each walk: the one before may have been kept.
    ['name', `bench ${Date.now()}`],
    ['username', username],
    ['password', password],
  ] as const;
  await window.run('addConnection');
  for (const [index, [field, good]] of steps.entries()) {
    await quickInput.shows(`(${index + 1}/5)`);
    for (const row of typedConnections.filter((each) => each.field === field)) {
      await quickInput.fill(row.value);
      await quickInput.accept();
      const heard = await hear(row.words[language], async () => [(await message.innerText()).trim()]);
      said.set(connectionName(row), heard);
    }
    await quickInput.answer(good);
  }
  await quickInput.shows('(5/5)');
  // A production system would not become active by being added.
  await quickInput.pick(language === 'pl' ? 'System testowy' : 'Test system');
  await quickInput.closed();
  return said;
}

/** Goes through the steps of an update, bad values first. */
export async function sayInPalette({ editor, run, language }: TableWindow): Promise<Said> {
  const { quickInput } = editor;
  const said: Said = new Map();
  const rows = carriedBy('palette');
  const hearLabel = async (row: BadInput): Promise<void> => {
    const heard = await hear(row.words[language], () => quickInput.sentences());
    const cut = await cutTexts(quickInput.widget);
    said.set(row.what, cut.length === 0 ? heard : `${heard} Cut off: ${cut.join(' | ')}`);
  };
  const refused = async (step: string, field: string): Promise<void> => {
    await quickInput.shows(step);
    for (const row of rows.filter((each) => each.field === field && each.warns !== true)) {
      await quickInput.fill(row.change.fields?.[field] ?? row.change[field as 'campaignId'] ?? '');
      await hearLabel(row);
      await quickInput.accept();
      await quickInput.shows(step);
    }
  };
  const label = {
    order: { en: 'Order', pl: 'Kolejność' },
    date: { en: 'Next contact date', pl: 'Data następnego' },
  };
  const path = 'PUT /api/crm_outbounds/00001/records/441';

  await run('updateRecord');
  await refused('(1/4)', 'campaignId');
  await quickInput.answer('00001');
  await refused('(2/4)', 'customerId');
  await quickInput.answer('441');
  await quickInput.shows('(3/4)');
  await quickInput.answer('7');
  await refused('(4/6)', 'agent_login');
  await quickInput.answer('j.doe');
  await refused('(5/6)', 'next_call_date');
  await quickInput.answer('2028-02-29 10:00');
  for (const row of rows.filter(({ warns }) => warns === true)) {
    await quickInput.shows(path);
    // The list shows only what fits; typing narrows it.
    await quickInput.fill(label.date[language]);
    await quickInput.pick(label.date[language]);
    await quickInput.answer(row.change.fields?.next_call_date ?? '');
    await quickInput.shows(path);
    await hearLabel(row);
  }
  await quickInput.fill(label.order[language]);
  await quickInput.pick(label.order[language]);
  await quickInput.shows(language === 'pl' ? 'Kolejność rekordu' : 'Order: a whole number');
  for (const row of rows.filter(({ field }) => field === 'order')) {
    await quickInput.fill(row.change.fields?.order ?? '');
    const message = quickInput.widget.locator('.quick-input-message');
    said.set(row.what, await hear(row.words[language], async () => [(await message.innerText()).trim()]));
  }
  await quickInput.cancel();

  await run('updateRecord');
  for (const [step, text] of ['00001', '441', ''].entries()) {
    await quickInput.shows(`(${step + 1}/4)`);
    await quickInput.answer(text);
  }
  for (const row of rows.filter(({ code }) => code === 'no-fields')) await hearLabel(row);
  await quickInput.cancel();
  return said;
}

/** Types the first bad value of each field into one form, then the second of each, and so on; each time it is to be sent. */
export async function sayInForm({ editor, run, language }: TableWindow): Promise<Said> {
  const said: Said = new Map();
  const rows = carriedBy('form');
  await run('openUpdateForm');
  const form = await editor.webviewFrame(/./);
  await form.locator('main').waitFor();
  const boxes = ['campaignId', 'customerId', 'status_id', 'agent_login', 'next_call_date', 'order'];
  const enter = async (values: Readonly<Record<string, string>>): Promise<void> => {
    const whole: Record<string, string> = { campaignId: '00001', customerId: '441', ...values };
    for (const box of boxes) await form.locator(`#${box}`).fill(whole[box] ?? '');
    await form.locator('#send').click();
  };
  const hearAt = async (row: BadInput): Promise<void> => {
    const at = row.code === 'no-fields' ? '#send-remark' : `[data-field=${row.field}] .problem span`;
    said.set(row.what, await hear(row.words[language], () => form.locator(at).allInnerTexts()));
  };
  const typed = (row: BadInput): string =>
    row.change.fields?.[row.field] ?? row.change[row.field as 'campaignId'] ?? '';

  const alone = rows.filter(({ code, byStatuses }) => code === 'no-fields' || byStatuses === true);
  const queues = boxes.map((box) => rows.filter((row) => row.field === box && !alone.includes(row)));
  for (let wave = 0; queues.some((queue) => wave < queue.length); wave += 1) {
    const together = queues.flatMap((queue) => queue[wave] ?? []);
    await enter(Object.fromEntries(together.map((row) => [row.field, typed(row)])));
    for (const row of together) await hearAt(row);
  }
  for (const row of alone) {
    await enter({ ...row.change.fields });
    await hearAt(row);
  }
  await editor.tidy();
  return said;
}
