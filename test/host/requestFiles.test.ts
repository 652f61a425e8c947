import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { UpdateOutcome } from '../../src/core/outcome.js';
import { run } from './support/commands.js';
import { errorOf, freshName, useConnections } from './support/connections.js';
import { assertAsks, repeating } from './support/questions.js';
import { hold, status } from '../support/faultServer/index.js';
import { until } from '../support/until.js';
import { openRecord, puts, thulium, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';

const good = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
let count = 0;

/** Writes a request file into the workspace; removed after each test. Call inside `describe`. */
function useFiles(): (content: unknown) => Promise<vscode.TextDocument> {
  const written: vscode.Uri[] = [];
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const uri of written.splice(0)) await vscode.workspace.fs.delete(uri);
  });
  return async (content) => {
    assert.ok(folder, 'the tests run in a folder');
    count += 1;
    const uri = vscode.Uri.joinPath(folder, `test-${count}.thulium.json`);
    const text = typeof content === 'string' ? content : JSON.stringify(content, undefined, 2);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    written.push(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  };
}

/** The codes of the document's diagnostics, once they satisfy the test. */
function codes(document: vscode.TextDocument, wanted: (codes: string[]) => boolean): Promise<string[]> {
  const now = (): string[] =>
    vscode.languages.getDiagnostics(document.uri).map(({ code }) => (typeof code === 'string' ? code : ''));
  return new Promise((resolve) => {
    const listener = vscode.languages.onDidChangeDiagnostics(() => {
      look();
    });
    const look = (): void => {
      const found = now();
      if (!wanted(found)) return;
      listener.dispose();
      resolve(found);
    };
    look();
  });
}

async function lenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
  return until('lenses', async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
      1000,
    );
    const own = found.filter(({ command }) => command?.command.startsWith('thulium.'));
    return own.length > 0 ? own : undefined;
  });
}

async function actions(document: vscode.TextDocument, code: string): Promise<vscode.CodeAction[]> {
  await codes(document, (found) => found.includes(code));
  const diagnostic = vscode.languages.getDiagnostics(document.uri).find((each) => each.code === code);
  assert.ok(diagnostic);
  return vscode.commands.executeCommand<vscode.CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    diagnostic.range,
  );
}

/** Labels of what is offered where `§` stood in the text. */
async function offered(
  use: (content: unknown) => Promise<vscode.TextDocument>,
  text: string,
): Promise<string[]> {
  const document = await use(text.replace('§', ''));
  const position = document.positionAt(text.indexOf('§'));
  return until('suggestions', async () => {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      position,
    );
    const labels = list.items
      .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
      .map(({ label }) => (typeof label === 'string' ? label : label.label));
    return labels.length > 0 ? labels : undefined;
  });
}

describe('A request file in the editor', () => {
  const use = useFiles();
  const start = useServers();
  const connect = useConnections();
  const set = useSettings();

  it('has a language of its own, in which comments are fine', async () => {
    const document = await use(`// ours\n${JSON.stringify({ updates: [{ ...good, fields: {} }] })}`);
    assert.equal(document.languageId, 'thulium-request-file');
    assert.deepEqual(await codes(document, (found) => found.length > 0), ['no-fields']);
  });

  it('is judged again while it is edited', async () => {
    const document = await use({ updates: [{ ...good, campaignId: '1' }] });
    await codes(document, (found) => found.includes('campaign-id-zeros-lost'));
    const edit = new vscode.WorkspaceEdit();
    const at = document.positionAt(document.getText().indexOf('"1"') + 1);
    edit.insert(document.uri, at, '0000');
    await vscode.workspace.applyEdit(edit);
    await codes(document, (found) => found.length === 0);
  });

  it('names a syntax error, an unknown key and a connection that does not exist', async () => {
    await codes(await use('{ "updates": [ }'), (found) => found.includes('syntax'));
    await codes(await use({ updates: [], host: 'evil.com' }), (found) => found.includes('unknown-key'));
    const named = await use({ connection: 'nowhere', updates: [good] });
    await codes(named, (found) => found.includes('connection-unknown'));
    const [fix] = await actions(named, 'connection-unknown');
    assert.equal(fix?.command?.command, 'thulium.selectRequestFileConnection');
  });

  it('is judged again when a connection comes that it names, or the time zone is another', async () => {
    const name = freshName();
    const gap = { ...good, fields: { next_call_date: '2037-03-29 02:30' } };
    const document = await use({ connection: name, updates: [gap] });
    await codes(document, (found) => found.includes('connection-unknown') && found.includes('date-gap'));
    await connect((await start()).url, { name });
    await codes(document, (found) => !found.includes('connection-unknown'));
    await set({ timeZone: 'UTC' });
    await codes(document, (found) => !found.includes('date-gap'));
  });

  const fixes: [code: string, before: object, after: object][] = [
    ['campaign-id-zeros-lost', { ...good, campaignId: '1' }, good],
    ['unknown-key', { campaignId: '00001', customerID: '441', fields: good.fields }, good],
    [
      'date-format',
      { ...good, fields: { next_call_date: '24.05.2018 12:24' } },
      { ...good, fields: { next_call_date: '2018-05-24 12:24' } },
    ],
  ];
  for (const [code, before, after] of fixes)
    it(`is mended by the quick fix of ${code}`, async () => {
      const document = await use({ updates: [before] });
      const [fix] = await actions(document, code);
      assert.ok(fix?.edit, 'a quick fix with an edit');
      assert.equal(fix.isPreferred, true);
      await vscode.workspace.applyEdit(fix.edit);
      assert.deepEqual(JSON.parse(document.getText()), { updates: [after] });
    });

  it('is held against the live status list, and the missing date is added', async () => {
    await connect((await start()).url);
    const document = await use({ updates: [{ ...good, fields: { status_id: '8' } }] });
    const [fix] = await actions(document, 'date-required');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /"next_call_date": "\d{4}-\d{2}-\d{2} 09:00"/);
    await codes(document, (found) => found.length === 0);
  });

  it('is not held against a slow system after the user switched to another', async () => {
    const [slow, other] = [await start(), await start()];
    let answer = (): void => undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const mine = { system_status: 'MY_RECORD', status_id: '3', dictionary_status_id: 2, name: 'Mine' };
    slow.script(thulium({ reads: hold(asked, status(200, [mine])) }));
    const connection = await connect(slow.url);
    const document = await use({ updates: [good] });
    await slow.waitForRequests(1);
    await run('thulium.switchConnection', { connection: await connect(other.url) });
    await other.waitForRequests(1);
    answer();
    // This waits for the same answer.
    const outcome = await run<UpdateOutcome>('thulium.updateRecord', { ...good, connection, confirm: false });
    assert.equal(outcome.error?.code, 'invalid-input', JSON.stringify(outcome));
    assert.deepEqual(await codes(document, () => true), []);
  });

  it('offers keys and values, the live ones too', async () => {
    const server = await start();
    server.script(
      thulium({
        reads: status(200, [
          { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact needed' },
        ]),
      }),
    );
    const update = (fields: string): string =>
      `{ "updates": [ { "campaignId": "00001", "customerId": "441", "fields": { ${fields} } } ] }`;
    assert.deepEqual(await offered(use, update('"§"')), [
      'status_id',
      'dictionary_status_id',
      'agent_login',
      'next_call_date',
      'order',
    ]);
    assert.deepEqual(await offered(use, '{ "updates": [ { "expect": { "outcome": "§" } } ] }'), [
      'updated',
      'failed',
      'cancelled',
    ]);
    await connect(server.url);
    assert.deepEqual(await offered(use, update('"status_id": "§"')), ['3']);
  });

  it('says what a key means', async () => {
    const document = await use({ updates: [good] });
    const position = document.positionAt(document.getText().indexOf('customerId') + 2);
    const hovers = await until('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return found.length > 0 ? found : undefined;
    });
    const [content] = hovers[0]?.contents ?? [];
    assert.match((content as vscode.MarkdownString).value, /CRM/);
  });

  it('offers templates where a date is wanted, and says in a hover what one stands for', async () => {
    const update = (date: string): string =>
      `{ "updates": [ { "campaignId": "00001", "customerId": "441", "fields": { "next_call_date": "${date}" } } ] }`;
    const labels = await offered(use, update('§'));
    for (const each of ['{{today+1d 10:00}}', '{{now+2h}}', '{{monday 09:00}}'])
      assert.ok(labels.includes(each), each);
    const document = await use(update('{{monday 09:00}}'));
    const position = document.positionAt(document.getText().indexOf('{{') + 3);
    const hovers = await until('a hover', async () => {
      const found = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        position,
      );
      return found.length > 0 ? found : undefined;
    });
    const [content] = hovers[0]?.contents ?? [];
    assert.match((content as vscode.MarkdownString).value, /20\d\d.*09:00/);
  });

  it('sends and previews what a template stands for, and nothing where one cannot be resolved', async () => {
    const server = await start();
    await connect(server.url);
    const dated = (date: string): object => ({ ...good, fields: { next_call_date: date } });
    const document = await use({ updates: [dated('{{monday 09:00}}'), dated('{{env.GITHUB_TOKEN}}')] });
    assert.deepEqual(await codes(document, (found) => found.length > 0), ['template-variable']);
    const target = (index: number): object => ({ uri: document.uri.toString(), index });
    const sent = await run<UpdateOutcome>('thulium.sendRequestFileUpdate', target(0));
    assert.equal(sent.outcome, 'updated', JSON.stringify(sent));
    assert.match(String(puts(server)[0]?.body), /"next_call_date":"20\d\d-\d\d-\d\d 09:00"/);
    const refused = await run<UpdateOutcome>('thulium.sendRequestFileUpdate', target(1));
    assert.equal(refused.error?.code, 'invalid-input');
    assert.equal(puts(server).length, 1);
    await run('thulium.previewRequestFileUpdate', target(0));
    assert.match(vscode.window.activeTextEditor?.document.getText() ?? '', /"20\d\d-\d\d-\d\d 09:00"/);
  });

  it('has Send, Preview and Copy As on each update, and Send sends it', async () => {
    const server = await start();
    server.script(thulium({ record: openRecord }));
    await connect(server.url);
    const document = await use({ updates: [good, { ...good, customerId: '442' }] });
    const found = await lenses(document);
    assert.equal(found.length, 6);
    const send = found.filter(({ command }) => command?.command === 'thulium.sendRequestFileUpdate')[1]
      ?.command;
    assert.ok(send);
    const outcome = await run<UpdateOutcome>(send.command, send.arguments?.[0]);
    assert.equal(outcome.outcome, 'updated', JSON.stringify(outcome));
    assert.deepEqual(
      puts(server).map(({ target }) => target),
      ['/api/crm_outbounds/00001/records/442'],
    );
  });

  it('asks before an update is sent to a production system', async () => {
    const server = await start();
    await connect(server.url, { name: 'live', production: true });
    const document = await use({ connection: 'live', updates: [good] });
    await assertAsks(
      run('thulium.sendRequestFileUpdate', { uri: document.uri.toString(), index: 0 }),
      /00001\/441/,
    );
    assert.deepEqual(puts(server), []);
  });

  it('sends nothing while it has a syntax error', async () => {
    const server = await start();
    await connect(server.url);
    const document = await use(`{ "updates": [ ${JSON.stringify(good)} `);
    const outcome = await run<UpdateOutcome>('thulium.sendRequestFileUpdate', {
      uri: document.uri.toString(),
      index: 0,
    });
    assert.equal(outcome.error?.code, 'invalid-input');
    assert.deepEqual(puts(server), []);
  });

  it('shows the exact request with the password hidden, and sends nothing', async () => {
    const server = await start();
    await connect(server.url);
    const document = await use({ updates: [good] });
    await run('thulium.previewRequestFileUpdate', { uri: document.uri.toString(), index: 0 });
    const text = vscode.window.activeTextEditor?.document.getText() ?? '';
    assert.match(text, /PUT http:\/\/.*\/api\/crm_outbounds\/00001\/records\/441\n/);
    assert.match(text, /authorization: Basic •••/);
    assert.deepEqual(puts(server), []);
  });

  it('of 10,000 updates gets its lenses near the cursor and at most 1,000 diagnostics', async () => {
    const document = await use({
      updates: Array.from({ length: 10_000 }, () => ({ ...good, campaignId: '1' })),
    });
    assert.equal((await codes(document, (found) => found.length > 0)).length, 1000);
    const found = await lenses(document);
    assert.ok(found.length < 300, String(found.length));
  });
});

describe('The Testing view', () => {
  const use = useFiles();
  const put = (customerId: string): string => `/api/crm_outbounds/00001/records/${customerId}`;
  let control: (method: string, call: string, body?: unknown) => Promise<unknown>;
  let customers: string[];

  beforeEach(async () => {
    const access = await run<{ url: string; username: string; password: string }>('thulium.startSimulator');
    const authorization = `Basic ${btoa(`${access.username}:${access.password}`)}`;
    control = async (method, call, body) => {
      const response = await fetch(`${access.url}/__simulator/${call}`, {
        method,
        headers: { authorization },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      assert.ok(response.ok, `${call}: ${response.status}`);
      return response.status === 204 ? undefined : response.json();
    };
    const records = (await control('GET', 'records?campaignId=00001')) as { customer_id: string | number }[];
    customers = records.map(({ customer_id }) => String(customer_id));
    await control('DELETE', 'requests');
  });
  afterEach(async () => {
    await control('DELETE', 'faults');
    await run('thulium.stopSimulator');
  });

  async function sent(): Promise<string[]> {
    const all = (await control('GET', 'requests')) as { method: string; path: string }[];
    return all.filter(({ method }) => method === 'PUT').map(({ path }) => path);
  }

  /** Three tests: one that is met, one that is not, one that expects the refusal it gets. */
  function tests(): unknown {
    const [first = '', second = ''] = customers;
    return {
      updates: [
        {
          ...good,
          name: 'is met',
          customerId: first,
          expect: { outcome: 'updated', record: { status_id: '3' } },
        },
        {
          ...good,
          name: 'is not met',
          customerId: second,
          expect: { outcome: 'failed', errorCode: 'rejected' },
        },
        {
          ...good,
          name: 'is refused',
          customerId: '99999999999999999999',
          expect: { errorCode: 'not-found', status: 404 },
        },
        { ...good, name: 'is no test' },
      ],
    };
  }

  it('runs every update with an expectation on the simulator, and again those that failed', async () => {
    const [first = '', second = ''] = customers;
    await use(tests());
    await vscode.commands.executeCommand('testing.refreshTests');
    await vscode.commands.executeCommand('testing.runAll');
    assert.deepEqual(await sent(), [put(first), put(second)], 'nothing to a record that is not there');

    // The editor alone knows which tests failed: these are the ones it runs again.
    await control('DELETE', 'requests');
    await vscode.commands.executeCommand('testing.reRunFailTests');
    assert.deepEqual(await sent(), [put(second)]);
  });

  it('stops at a cancel: what was not begun is not sent', async () => {
    await use(tests());
    await vscode.commands.executeCommand('testing.refreshTests');
    await control('POST', 'faults', { kind: 'latency', milliseconds: 600_000 });
    await repeating('testing.cancelRun', Promise.resolve(vscode.commands.executeCommand('testing.runAll')));
    await control('DELETE', 'faults');
    assert.deepEqual(await sent(), []);
    await vscode.commands.executeCommand('testing.runAll');
    assert.equal((await sent()).length, 2);
  });
});

describe('thulium.newRequestFile', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('opens an unsaved request file with the given ids and resolves to its URI', async () => {
    const uri = await run<string>('thulium.newRequestFile', { campaignId: '00001', customerId: 441 });
    const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
    assert.ok(document, uri);
    assert.equal(document.languageId, 'thulium-request-file');
    const { updates } = JSON.parse(document.getText().replace(/^\/\/.*\n/, '')) as {
      updates: { campaignId: string; customerId: string }[];
    };
    assert.deepEqual(
      updates.map(({ campaignId, customerId }) => [campaignId, customerId]),
      [['00001', '441']],
    );
    assert.notEqual(await run('thulium.newRequestFile'), uri);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('refuses what it does not know', async () => {
    assert.equal(errorOf(await run('thulium.newRequestFile', { campaign: '00001' })).code, 'invalid-input');
    await vscode.commands.executeCommand('thulium.newRequestFile');
  });
});

describe('thulium.copyRequestAs and thulium.importCurl', () => {
  const start = useServers();
  const connect = useConnections();

  it('are each other’s way back', async () => {
    const server = await start();
    await connect(server.url);
    const text = await run<string>('thulium.copyRequestAs', { target: 'curl', ...good });
    assert.equal(await vscode.env.clipboard.readText(), text);
    assert.doesNotMatch(text, /api_pass/);
    const imported = await run<typeof good>('thulium.importCurl', { text });
    const { campaignId, customerId, fields } = imported;
    assert.deepEqual({ campaignId, customerId, fields }, good);
    assert.deepEqual(puts(server), []);
  });

  it('tell of every difference, never the password', async () => {
    await connect((await start()).url);
    const outcome = await run<{ differences: { code: string; message: string }[] }>('thulium.importCurl', {
      text: 'curl -k -L -u u:s3cr3t-pass -X POST https://other.thulium.com/api/crm_outbounds/00001/records/441 -d \'{"status_id":3}\'',
    });
    const found = outcome.differences.map(({ code }) => code);
    for (const code of [
      'password-found',
      'insecure-ignored',
      'redirects-ignored',
      'host-differs',
      'method-differs',
      'body-number-to-text',
    ])
      assert.ok(found.includes(code), `${code} in ${found.join()}`);
    assert.doesNotMatch(JSON.stringify(outcome), /s3cr3t/);
  });

  it('refuse with words', async () => {
    const noUpdate = errorOf(await run('thulium.importCurl', { text: 'ls -l' }));
    assert.equal(noUpdate.code, 'invalid-input');
    assert.match(noUpdate.message, /curl/);
    const invalid = await run<object>('thulium.copyRequestAs', { target: 'curl', ...good, campaignId: '1' });
    assert.equal(errorOf(invalid).field, 'campaignId');
    assert.equal(
      errorOf(await run('thulium.copyRequestAs', { target: 'telnet', ...good })).code,
      'invalid-input',
    );
  });
});
