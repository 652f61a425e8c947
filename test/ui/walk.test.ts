import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { repositoryRoot } from '../support/editor/installed.js';
import { launchEditor, type Editor } from './support/editor.js';
import { beginSimulator } from './support/windowSimulator.js';

/** The numbered steps below a heading of a README, each on one line. */
function stepsOf(file: string, heading: string): string[] {
  const section = read(file).split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return section
    .replace(/\n {3}/g, ' ')
    .split('\n')
    .filter((line) => /^\d+\. /.test(line));
}

function read(file: string): string {
  return readFileSync(join(repositoryRoot, file), 'utf8');
}

interface Step {
  /** What the README tells the user to do. */
  told: RegExp;
  does: (editor: Editor) => Promise<void>;
}

/** One decision of the user each. */
const walk: readonly Step[] = [
  {
    told: /run \*\*Thulium Simulator: Start Local Simulator\*\*/,
    does: async (editor) => {
      await beginSimulator(editor);
      await editor.notification(/Simulator started at/);
    },
  },
  {
    told: /\*\*Thulium: Update Campaign Record…\*\*.*campaign.*`00001`/,
    does: async (editor) => {
      await editor.runCommand('Thulium: Update Campaign Record…');
      await editor.quickInput.shows('(1/4)');
      await editor.quickInput.pick('00001');
    },
  },
  {
    told: /customer.*`441`/,
    does: async (editor) => {
      await editor.quickInput.shows('(2/4)');
      await editor.quickInput.answer('441');
    },
  },
  {
    told: /Choose a status/,
    does: async (editor) => {
      await editor.quickInput.shows('Don’t Change');
      await editor.quickInput.answer('4');
    },
  },
  {
    told: /review.*before and after.*Enter on \*\*Send\*\*/,
    does: async (editor) => {
      await editor.quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
      await editor.quickInput.accept();
    },
  },
];

describe('from install to the first verified update, as the README tells it', () => {
  let editor: Editor;

  before(async () => {
    editor = await launchEditor();
    // The editor counts what happens from the moment when the walkthrough is first looked at.
    await editor.runCommand('Welcome: Open Walkthrough...');
    await editor.quickInput.pick('First steps with Thulium campaign records');
    await step('Send your first update', 'unchecked').waitFor();
  });

  const step = (title: string, state: 'checked' | 'unchecked'): Locator =>
    editor.page
      .locator('.getting-started-step', { hasText: title })
      .locator(`.codicon-getting-started-step-${state}`);

  after(() => editor.close());

  it('takes at most five decisions, and ends with a record that was read back', async () => {
    const steps = stepsOf('README.md', 'From install to the first verified update');
    assert.ok(steps.length <= 5, steps.join('\n'));
    assert.equal(steps.length, walk.length);
    for (const [index, { told, does }] of walk.entries()) {
      assert.match(steps[index] ?? '', told);
      await does(editor);
    }
    const done = await editor.notification(/Updated 00001\/441 on /);
    assert.doesNotMatch(await done.text(), /Not checked/);
    await editor.outputMatching(
      'Thulium',
      /PUT \/api\/crm_outbounds\/00001\/records\/441 → 20\d[^]*GET \/api\/crm_outbounds\/00001\/records\/441 → 200/,
    );
  });

  it('is ticked off in the walkthrough, by what has been reached', async () => {
    for (const title of ['Choose where requests go', 'Send your first update'])
      await step(title, 'checked').waitFor();
    await step('See what was sent', 'unchecked').waitFor();
    await editor.look('walkthrough.png');
  });

  it('is told in Polish too, by the Polish names of the same commands', () => {
    const steps = stepsOf('README.pl.md', 'Od instalacji do pierwszej sprawdzonej aktualizacji');
    const titles = JSON.parse(read('package.nls.pl.json')) as Record<string, string>;
    const words = JSON.parse(read('l10n/bundle.l10n.pl.json')) as Record<string, string>;
    const told = [
      [`**Thulium Simulator: ${titles['command.startSimulator'] ?? ''}**`],
      [`**Thulium: ${titles['command.updateRecord'] ?? ''}**`, '`00001`'],
      ['`441`'],
      ['status'],
      ['Enter', `**${words.Send ?? ''}**`],
    ];
    assert.equal(steps.length, told.length);
    for (const [index, parts] of told.entries()) {
      for (const part of parts) assert.ok(steps[index]?.includes(part), `${part} in ${steps[index] ?? ''}`);
    }
  });
});
