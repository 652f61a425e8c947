import assert from 'node:assert/strict';
import {
  choose,
  errorBody,
  silent,
  startFaultServer,
  status,
  type Behaviour,
  type FaultServer,
} from '../../support/faultServer/index.js';
import type { Editor } from '../support/editor.js';
import { sharedEditor } from '../support/sharedEditor.js';
import { addConnection } from '../support/system.js';
import { sees } from '../support/webview.js';

describe('lists that cannot be read, in the editor', () => {
  let editor: Editor;
  const servers: FaultServer[] = [];

  before(async () => {
    editor = await sharedEditor();
  });

  after(async () => {
    await Promise.all(servers.map((server) => server.close()));
  });

  /** A system that takes every write and answers every read like this; adding it tests it, which may get other answers. */
  async function connect(name: string, reads: Behaviour, whileAdded = reads): Promise<FaultServer> {
    const server = await startFaultServer();
    servers.push(server);
    const answering = (behaviour: Behaviour): void => {
      server.script(choose(({ method }) => (method === 'PUT' ? status(204) : behaviour)));
    };
    answering(whileAdded);
    await addConnection(editor, { url: server.origin, name, use: 'Test system' });
    answering(reads);
    return server;
  }

  async function review(): Promise<void> {
    const { quickInput } = editor;
    await editor.runCommand('Thulium: Update Campaign Record…');
    await quickInput.shows('(1/4)');
    await quickInput.answer('00001');
    await quickInput.shows('(2/4)');
    await quickInput.answer('441');
    await quickInput.shows('Don’t Change');
    await quickInput.answer('3');
    await quickInput.shows('PUT /api/crm_outbounds/00001/records/441');
  }

  const puts = (server: FaultServer): number =>
    server.requests.filter(({ method }) => method === 'PUT').length;

  it('because the API user may not: the lists say so, typing goes on, the review names what is not checked', async () => {
    const server = await connect('limited', errorBody(403, 'Forbidden.'));
    await editor.runCommand('Thulium: Update Campaign Record…');
    await editor.quickInput.shows('(HTTP 403)');
    await editor.look('live/palette-forbidden.png');
    await editor.quickInput.cancel();
    await review();
    await editor.quickInput.shows('Couldn’t check');
    await editor.look('live/palette-unchecked.png');
    await editor.quickInput.pick('Send');
    await editor.notification(/Updated 00001\/441 on limited/);
    assert.equal(puts(server), 1);
    const asked = server.requests.map(({ target }) => target).filter((each) => each.endsWith('/outbounds'));
    assert.equal(asked.length, 1, 'a call that was refused is not tried again');

    await editor.runCommand('Thulium: Open Update Form');
    const form = await editor.webviewFrame(/^Update Record/);
    for (const [id, value] of Object.entries({ campaignId: '00001', customerId: '442', status_id: '3' }))
      await form.locator(`#${id}`).fill(value);
    await form.locator('#compare').click();
    await sees(form, '.review', /Couldn’t check/);
    await editor.look('live/form-unchecked.png');
    await form.locator('#review-send').click();
    await sees(form, '#result', /442/);
    assert.equal(puts(server), 2);
  });

  it('because they never come: typing goes on, and the update goes after a short wait', async () => {
    const server = await connect('slow', silent(), errorBody(500, 'Not now.'));
    await review();
    await editor.quickInput.pick('Send');
    await editor.notification(/Updated 00001\/441 on slow/);
    assert.equal(puts(server), 1);
  });
});
