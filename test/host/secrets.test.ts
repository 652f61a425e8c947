import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import {
  choose,
  ok,
  redirect,
  status,
  type Behaviour,
  type CapturedRequest,
} from '../support/faultServer/index.js';
import { until } from '../support/until.js';
import { run, updateRecord } from './support/commands.js';
import { errorOf, freshName, useConnections } from './support/connections.js';
import { record, thulium, useServers } from './support/servers.js';
import { useSettings } from './support/settings.js';
import { filesBelow, userDataFolder } from './support/userData.js';

const username = 'canary_user';
const canary = 'canary-Żółw/7f3a"9\\c';
const token = Buffer.from(`${username}:${canary}`, 'utf8').toString('base64');

/** Every form in which the password could lie somewhere. */
const forms = [
  canary,
  JSON.stringify(canary).slice(1, -1),
  encodeURIComponent(canary),
  token,
  encodeURIComponent(token),
  Buffer.from(canary, 'utf8').toString('base64'),
];

function assertNoSecret(text: string, where: string): void {
  for (const form of forms) assert.ok(!text.includes(form), `${where} holds the password as ${form}`);
}

describe('The password', () => {
  const start = useServers();
  const connect = useConnections();
  useSettings({ maxAttempts: 1 });

  beforeEach(() => vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace'));

  afterEach(() => vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info'));

  /** Servers that give back what they should keep to themselves. */
  const echoes: [name: string, (request: CapturedRequest, secret: string) => Behaviour][] = [
    [
      'an error body',
      (_, secret) => status(400, { request_id: secret, errors: [{ message: secret, code: 1 }] }),
    ],
    ['an error body with 200', (_, secret) => status(200, { errors: [{ message: `You sent ${secret}.` }] })],
    ['errors by field', (_, secret) => status(422, { errors: { [secret]: secret } })],
    ['a text', (_, secret) => status(500, `<pre>${secret}</pre>`, { 'Content-Type': 'text/html' })],
    ['a redirect', (_, secret) => redirect(`http://127.0.0.1:9/?token=${encodeURIComponent(secret)}`)],
    ['headers', (_, secret) => status(400, '', { 'X-Request-Id': encodeURIComponent(secret) })],
    ['an encoding', (_, secret) => status(200, 'x', { 'Content-Encoding': encodeURIComponent(secret) })],
    ['a content type', (_, secret) => status(200, 'x', { 'Content-Type': encodeURIComponent(secret) })],
    ['a good answer', (_, secret) => ok({ body: { note: secret } })],
  ];
  for (const [name, echo] of echoes) {
    for (const what of ['header', 'password'] as const) {
      it(`is in no outcome when a server echoes the ${what} in ${name}`, async () => {
        const server = await start();
        let seen = '';
        const put = choose((request) => {
          seen = request.headers.authorization ?? '';
          return echo(request, what === 'header' ? seen : canary);
        });
        server.script(thulium({ put }));
        await connect(server.origin, { username, password: canary });
        const outcome = await updateRecord();
        assert.equal(seen, `Basic ${token}`);
        assertNoSecret(JSON.stringify(outcome), 'the outcome');
      });
    }
  }

  it('is in no outcome when a server echoes it in a record', async () => {
    const server = await start();
    const reads = choose(({ headers }) =>
      status(200, { ...record, agent_login: canary, last_note: headers.authorization ?? '', [canary]: 1 }),
    );
    server.script(thulium({ reads }));
    await connect(server.origin, { username, password: canary });
    assertNoSecret(JSON.stringify(await updateRecord()), 'the outcome');
    const shown = await run<object>('thulium.showRecord', { campaignId: '00001', customerId: '441' });
    assertNoSecret(JSON.stringify(shown), 'the record');
  });

  it('is in no message about a connection', async () => {
    const input = { name: freshName(), baseUrl: 'http://evil.test', username, password: canary };
    assertNoSecret(errorOf(await run<object>('thulium.addConnection', input)).message, 'a refusal');
    const control = { ...input, baseUrl: 'http://127.0.0.1:9', password: `${canary}\n` };
    assertNoSecret(errorOf(await run<object>('thulium.addConnection', control)).message, 'a refusal');
  });

  it('is not in the diagnostics', async () => {
    await connect('http://127.0.0.1:9', { username, password: canary });
    assertNoSecret(await run<string>('thulium.copyDiagnostics'), 'the diagnostics');
    assertNoSecret(await vscode.env.clipboard.readText(), 'the clipboard');
  });

  it('is in no file of the editor: storage, settings, logs', async () => {
    const server = await start();
    const mark = freshName().replace(' ', '-');
    const put = choose(({ headers }) =>
      status(400, {
        request_id: mark,
        errors: [{ message: headers.authorization ?? '' }, { message: canary }],
      }),
    );
    const reads = choose(({ headers }) =>
      status(200, { ...record, last_note: headers.authorization ?? '', agent_name: canary }),
    );
    server.script(thulium({ put, reads }));
    await connect(server.origin, { username, password: canary });
    await updateRecord();
    const folder = await userDataFolder();
    const files = await filesOnceLogged(folder, mark);
    assert.ok([...files.keys()].some((file) => file.endsWith('connections.json')));
    assert.ok([...files.keys()].some((file) => file.endsWith('history.json')));
    for (const [file, bytes] of files) {
      assertNoSecret(bytes.toString('utf8'), file);
      assertNoSecret(bytes.toString('latin1'), file);
    }
  });
});

/** All files once the log has reached the disk: its writer keeps lines for a while. */
async function filesOnceLogged(folder: string, mark: string): Promise<Map<string, Buffer>> {
  return until('the log on disk', async () => {
    const files = await filesBelow(folder);
    return [...files].some(([file, bytes]) => file.endsWith('Thulium.log') && bytes.includes(mark)) && files;
  });
}
