import { hover, maximise, row, showViews } from './begin.js';

/** The wizard, which leaves a production, a read-only and a test system behind; then where they are shown. */
export const stories = {
  wizard: async (window) => {
    const { editor, picture, run, system } = window;
    const { quickInput } = editor;
    await run('command.addConnection');
    for (const [step, wrong, right] of [
      [1, 'evil.com#', system.url],
      [2, '', 'Firma'],
      [3, 'api:user', 'api_user'],
      [4, '', 'api_pass'],
    ]) {
      await quickInput.shows(`(${step}/5)`);
      await picture(`connection-${step}`);
      await quickInput.fill(wrong);
      await quickInput.accept();
      await quickInput.widget.locator('.monaco-inputbox.error').waitFor();
      await picture(`connection-${step}-error`);
      await quickInput.answer(right);
    }
    await quickInput.shows('(5/5)');
    await picture('connection-5');
    await quickInput.pick(window.say('Production'));
    await editor.notification(/Firma/);
    await picture('connection-added');
    await use(window, 'Firma');
  },
  'more-connections': async (window) => {
    await add(window, 'Archiwum', 'Production, read-only');
    await add(window, 'Test', 'Test system');
  },
  switch: async ({ editor, run, picture }) => {
    await run('command.switchConnection');
    await editor.quickInput.shows('Archiwum');
    await picture('connection-switch');
    await editor.quickInput.pick('Firma');
  },
  view: async ({ editor, picture, title }) => {
    await showViews(editor);
    await maximise(editor, title('view.connections'));
    await picture('connections-view', hover(editor, row(editor, 'Archiwum')));
    await row(editor, 'Archiwum').click({ button: 'right' });
    await editor.page.locator('.monaco-menu').waitFor();
    await picture('connections-menu');
  },
  'status-bar': async ({ editor, picture }) => {
    const { page } = editor;
    await picture('status-bar', hover(editor, page.locator('.part.statusbar').getByText('Firma')));
  },
  remove: async ({ editor, run, picture }) => {
    await run('command.removeConnection');
    await editor.quickInput.pick('Archiwum');
    await editor.dialog(/Archiwum/);
    await picture('connection-remove');
  },
  'read-only': async (window) => {
    await use(window, 'Archiwum');
    await window.run('command.updateRecord');
    await window.editor.notification(/Archiwum/);
    await window.picture('read-only-refusal');
  },
};

async function add(window, name, kind) {
  const { editor, run, say, system } = window;
  await run('command.addConnection');
  for (const [index, answer] of [system.url, name, 'api_user', 'api_pass'].entries()) {
    await editor.quickInput.shows(`(${index + 1}/5)`);
    await editor.quickInput.answer(answer);
  }
  await editor.quickInput.shows('(5/5)');
  await editor.quickInput.pick(say(kind));
  await editor.notification(say('Added {0}.').replace('{0}', name));
  await use(window, name);
}

/** Makes a connection the active one. */
export async function use({ editor, run }, name) {
  await run('command.switchConnection');
  await editor.quickInput.pick(name);
  await editor.page.locator('.part.statusbar').getByText(name, { exact: true }).waitFor();
}
