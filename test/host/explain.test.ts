import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Failure } from '../../src/core/outcome.js';
import { assertWords, examplePath, run } from './support/commands.js';
import { errorOf, password, useConnections, username } from './support/connections.js';
import { puts, useServers } from './support/servers.js';

interface Access {
  url: string;
  username: string;
  password: string;
}
interface Explained {
  diagnosis: { code: string; certainty: string; message: string }[];
}

describe('thulium.explainRequest', () => {
  const start = useServers();
  const connect = useConnections();
  let access: Access;

  before(async () => {
    access = await run<Access>('thulium.startSimulator', {});
  });
  afterEach(() => run('workbench.action.closeAllEditors'));
  after(() => run('thulium.stopSimulator'));

  const explain = async (argument: object): Promise<[code: string, certainty: string][]> => {
    const outcome = await run<Explained | { error: Failure }>('thulium.explainRequest', argument);
    assert.ok('diagnosis' in outcome, JSON.stringify(outcome));
    for (const each of outcome.diagnosis) assertWords({ code: 'rejected', message: each.message });
    return outcome.diagnosis.map(({ code, certainty }) => [code, certainty]);
  };
  const simulated = (): string => access.url + examplePath;

  it('explains a curl line against the live lists, in words, with its certainty', async () => {
    const text = `curl -u ${access.username}:${access.password} -X PUT -H 'Content-Type: application/json' -d '{"status_id":"777","agent_login":"nobody"}' ${simulated()}`;
    assert.deepEqual(await explain({ text }), [
      ['status-unknown', 'documented'],
      ['agent-unknown', 'documented'],
    ]);
  });

  it('explains an excerpt of a log, with the answer', async () => {
    const text = `[2018-05-24] PUT ${simulated()} resulted in a 400 response: {"request_id":"1","errors":[{"message":"Agent not found.","code":1}]}`;
    assert.deepEqual(await explain({ text }), [['agent-unknown', 'likely']]);
  });

  it('explains the parts of a request', async () => {
    const parts = {
      method: 'PUT',
      url: examplePath,
      body: { next_call_date: '24.05.2018 12:24' },
      status: 400,
    };
    assert.deepEqual(await explain(parts), [['date-format', 'documented']]);
    assert.deepEqual(await explain({ status: 403 }), [['auth-wrong', 'documented']]);
    const headers = { Authorization: 'Bearer x' };
    assert.deepEqual((await explain({ ...parts, headers, status: 401 }))[0], ['auth-scheme', 'documented']);
  });

  it('tells less surely what another system than the one it went to does not know', async () => {
    const url = `https://acme.thulium.com${examplePath}`;
    assert.deepEqual(await explain({ method: 'PUT', url, body: '{"status_id":"777"}' }), [
      ['status-unknown', 'likely'],
    ]);
  });

  it('only reads, from the connection to the address of the request', async () => {
    const server = await start();
    await connect(server.origin);
    await explain({
      method: 'PUT',
      url: server.origin + examplePath,
      body: '{"status_id":"3"}',
      status: 400,
    });
    assert.deepEqual(puts(server), []);
    assert.ok(server.requests.length > 0);
    assert.deepEqual([...new Set(server.requests.map(({ method }) => method))], ['GET']);
  });

  it('asks for nothing and reads nothing where the ids have no right form', async () => {
    const server = await start();
    await connect(server.origin);
    const url = `${server.origin}/api/crm_outbounds/1/records/..`;
    assert.equal(
      (await explain({ url, body: '{}' })).some(([code]) => code === 'campaign-id-shape'),
      true,
    );
    assert.equal(server.requests.length, 0);
  });

  it('refuses a text without a request, and unknown keys', async () => {
    for (const [argument, code] of [
      [{ text: 'it does not work' }, 'invalid-input'],
      [{}, 'invalid-input'],
      [{ txt: 'curl' }, 'invalid-input'],
    ] as const) {
      const outcome = await run<Explained | { error: Failure }>('thulium.explainRequest', argument);
      const error = errorOf(outcome);
      assert.equal(error.code, code);
      assertWords(error);
    }
  });

  it('takes the selection, shows a page, and resolves to the same', async () => {
    const document = await vscode.workspace.openTextDocument({
      content: `curl -u ${username}:${password} -X PUT -d 'status_id=3' ${simulated()}`,
    });
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(0, 0, 0, document.getText().length);
    const outcome = await run<Explained>('thulium.explainRequest');
    assert.ok(outcome.diagnosis.some(({ code }) => code === 'body-form-encoded'));
    await pageOpen();
  });
});

/** Resolves when a tab holds a page of ours. */
function pageOpen(): Promise<void> {
  const { tabGroups } = vscode.window;
  const isOpen = (): boolean =>
    tabGroups.all.some(({ tabs }) => tabs.some(({ input }) => input instanceof vscode.TabInputWebview));
  return new Promise((resolve) => {
    const listening = tabGroups.onDidChangeTabs(() => {
      look();
    });
    const look = (): void => {
      if (!isOpen()) return;
      listening.dispose();
      resolve();
    };
    look();
  });
}
