/* global navigator -- of the window */
import { hover, maximise, row, showViews } from './begin.js';

/** The simulator's pickers, and its view with rows in every state. */
export const stories = {
  faults: async ({ editor, run, picture, say }) => {
    const { quickInput } = editor;
    await run('command.injectSimulatorFault');
    await quickInput.shows('latency');
    await picture('fault-1-kind');
    await quickInput.pick(say('Error status'));
    await quickInput.shows('503');
    await quickInput.fill('999');
    await quickInput.widget.locator('.codicon-error').waitFor();
    await picture('fault-2-error');
    await quickInput.answer('503');
    await quickInput.shows('20%');
    await picture('fault-3-requests');
    await quickInput.answer('2');
    await row(editor, '503').waitFor();
  },
  switches: async ({ editor, run, picture, say }) => {
    const { quickInput } = editor;
    await run('command.configureSimulator');
    await quickInput.shows('200');
    await picture('switches');
    await quickInput.pick(say('A next contact date in the past'));
    await quickInput.press(say('refused'));
    await quickInput.shows('200');
    await picture('switches-changed');
  },
  clock: async ({ editor, run, picture, say }) => {
    await run('command.setSimulatorClock');
    await editor.quickInput.shows(say('Freeze at Current Time'));
    await picture('clock');
    await editor.quickInput.answer('2027-03-28 03:30');
  },
  'simulator-view': async ({ editor, run, picture, title }) => {
    await showViews(editor);
    await maximise(editor, title('view.simulatorRequests'));
    await run('command.testConnection');
    await picture('simulator-view', hover(editor, row(editor, '→ 503')));
    await row(editor, 'PUT 00001/443').click({ button: 'right' });
    await editor.page.locator('.monaco-menu').waitFor();
    await picture('simulator-request-menu');
  },
  'simulated-record': async ({ editor, run, picture }) => {
    await run('command.clearSimulatorFaults');
    await run('command.editSimulatorRecord');
    for (const [step, answer] of [
      ['(1/2)', '00001'],
      ['(2/2)', '441'],
    ]) {
      await editor.quickInput.shows(step);
      await editor.quickInput.answer(answer);
    }
    await editor.quickInput.shows('00001/441');
    await picture('simulated-record');
  },
  'copy-as': async ({ editor, run, picture }) => {
    const { page } = editor;
    await editor.openFile('first-update.thulium.json');
    await page.locator('.view-line', { hasText: '"441"' }).first().click();
    await run('command.copyRequestAs');
    await editor.quickInput.shows('cURL');
    await picture('copy-as');
    await editor.quickInput.pick('HTTPie');
    await editor.notification(/HTTPie/);
    await picture('copied');
  },
  'import-curl': async ({ editor, run, picture }) => {
    await editor.page.evaluate(() => navigator.clipboard.writeText('nothing'));
    await run('command.importCurl');
    await editor.quickInput.fill('wget https://acme.thulium.com/');
    await editor.quickInput.message(/curl/);
    await picture('curl-error');
    const path = '/api/crm_outbounds/00001/records/441';
    await editor.quickInput.answer(
      `curl -k -u api:s3cr3t -X POST 'https://other.thulium.com${path}' -d '{"status_id":3}'`,
    );
    await editor.dialog(/00001\/441/);
    await picture('curl-dialog');
  },
  'clear-history': async ({ editor, picture, title }) => {
    await showViews(editor);
    const pane = editor.page.locator('.sidebar .pane', { hasText: title('view.history') });
    await maximise(editor, title('view.history'));
    await pane.hover();
    await pane.getByRole('button', { name: title('command.history.clear') }).click();
    await editor.dialog(/./);
    await picture('clear-history');
  },
};
