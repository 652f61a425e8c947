import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import {
  choose,
  mapHostName,
  startFaultServer,
  startProxy,
  status,
  type FaultServer,
  type TestProxy,
} from '../support/faultServer/index.js';
import { ownFolder, removeFolder } from '../support/editor/cleanup.js';
import { launchEditor, type Editor } from './support/editor.js';

const host = 'thulium-fault.test';
const proxyPassword = 'proxy-canary-5f1';
const password = 'api-canary-7a2';

/** The editor's own proxy setting, and a certificate that only the machine's own store vouches for. */
describe('behind a company’s proxy, with a company’s certificate', () => {
  let folder: string | undefined;
  let server: FaultServer | undefined;
  let proxy: TestProxy | undefined;
  let editor: Editor | undefined;

  before(async function () {
    if ((await mapHostName(host)).name === undefined) this.skip();
    server = await startFaultServer({ tls: 'trusted', host });
    server.script(choose(({ method }) => (method === 'PUT' ? status(204) : status(200, []))));
    proxy = await startProxy({ username: 'clerk', password: proxyPassword });
    folder = ownFolder('thulium-proxy-');
    const roots = join(folder, 'company.pem');
    await writeFile(roots, server.caPem ?? '');
    editor = await launchEditor({
      env: { NODE_EXTRA_CA_CERTS: roots },
      settings: { 'http.proxy': proxy.origin.replace('//', `//clerk:${proxyPassword}@`) },
    });
  });

  after(async () => {
    await editor?.close();
    await proxy?.close();
    await server?.close();
    if (folder !== undefined) removeFolder(folder);
  });

  it('sends through the proxy, with its password, and trusts what the machine trusts', async () => {
    assert.ok(editor && server && proxy);
    await editor.runCommand('Thulium: Add Connection…');
    await editor.quickInput.shows('(1/5)');
    await editor.quickInput.answer(server.origin);
    await editor.quickInput.shows('(2/5)');
    await editor.quickInput.answer('office');
    await editor.quickInput.shows('(3/5)');
    await editor.quickInput.answer('api_user');
    await editor.quickInput.shows('(4/5)');
    await editor.quickInput.answer(password);
    await editor.quickInput.pick('Test system');
    await editor.runCommand('Thulium: Test Connection');
    await editor.outputMatching('Thulium', /GET \/api\/outbounds → 200[^]*PUT crm_outbounds/);
    const tunnels = proxy.requests
      .filter(({ allowed }) => allowed)
      .map(({ method, target }) => [method, target]);
    assert.deepEqual(tunnels[0], ['CONNECT', `${host}:${server.port}`]);
    assert.ok(server.requests.length > 0);
  });
});
