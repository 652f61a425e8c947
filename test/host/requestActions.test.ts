import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { parseRequestFile } from '../../src/requestFile/parseRequestFile.js';
import { examplePath, run } from './support/commands.js';
import { dismissing } from './support/questions.js';

interface Access {
  url: string;
  username: string;
  password: string;
}

describe('a request that reached the simulator', () => {
  let access: Access;
  let sequence: number;

  before(async () => {
    access = await run<Access>('thulium.startSimulator', {});
    const refused = await call('PUT', examplePath, { status_id: '777', order: '7' });
    assert.equal(refused.status, 400);
    const kept = (await (await call('GET', '/__simulator/requests')).json()) as { sequence: number }[];
    sequence = kept.at(-1)?.sequence ?? 0;
    await vscode.commands.executeCommand('thulium.simulatorRequests.focus');
  });
  afterEach(async () => {
    await run('workbench.action.files.revert');
    await run('workbench.action.closeAllEditors');
  });
  after(() => run('thulium.stopSimulator'));

  function call(method: string, target: string, body?: object): Promise<Response> {
    const token = Buffer.from(`${access.username}:${access.password}`).toString('base64');
    return fetch(access.url + target, {
      method,
      headers: { Authorization: `Basic ${token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  it('opens as a page, and one page serves every request', async () => {
    await run('thulium.simulatorRequests.open', { sequence });
    await tabNamed(/^PUT \/api\/crm_outbounds\/00001\/records\/441$/);
    await run('thulium.simulatorRequests.open', { sequence });
    assert.equal(tabs().filter((label) => label.startsWith('PUT ')).length, 1);
  });

  it('becomes a request file that expects how it ended', async () => {
    await run('thulium.simulatorRequests.createRequestFile', { entry: { sequence } });
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    const [update, ...more] = parseRequestFile(text).updates;
    assert.deepEqual(more, []);
    assert.deepEqual(update?.input, {
      campaignId: '00001',
      customerId: '441',
      fields: { status_id: '777', order: '7' },
    });
    assert.deepEqual(update.expect, { outcome: 'failed', status: 400, errorCode: 'rejected' });
  });

  it('opens in the form', async () => {
    await run('thulium.simulatorRequests.openInForm', { sequence });
    await tabNamed(/^Update Record/);
  });

  it('is explained against the active system', async () => {
    await run('thulium.simulatorRequests.explain', { sequence });
    await tabNamed(/^Explain/);
  });

  it('asks as what to copy it, and copies nothing when the question is left', async () => {
    await vscode.env.clipboard.writeText('mine');
    await dismissing(run('thulium.simulatorRequests.copyRequestAs', { sequence }));
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
  });

  it('from the history is explained too', async () => {
    await run('thulium.history.explain', {
      id: '1',
      origin: access.url,
      campaignId: '00001',
      customerId: '441',
      fields: { status_id: '777' },
      status: 400,
    });
    await tabNamed(/^Explain/);
  });
});

function tabs(): string[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
}

/** Resolves when a tab with such a name is open. */
function tabNamed(name: RegExp): Promise<void> {
  return new Promise((resolve) => {
    const look = (): boolean => {
      if (!tabs().some((label) => name.test(label))) return false;
      resolve();
      return true;
    };
    if (look()) return;
    const listening = vscode.window.tabGroups.onDidChangeTabs(() => {
      if (look()) listening.dispose();
    });
  });
}
