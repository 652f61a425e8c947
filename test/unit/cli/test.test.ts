import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { validateXML } from 'xmllint-wasm';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { startTestServer } from '../simulator/support/running.js';
import { cli, envOf, useFolder } from './support/cli.js';

const update = (more: object): object => ({
  campaignId: '00001',
  customerId: '441',
  fields: { next_call_date: '{{today+1d 10:00}}' },
  ...more,
});
const green = update({
  name: 'Callback tomorrow',
  expect: { outcome: 'updated', record: { next_call_date: '{{today+1d 10:00}}' } },
});
const red = update({ name: 'Red', expect: { outcome: 'failed', errorCode: 'rejected' } });

describe('thulium-records test', function () {
  this.timeout(60_000);
  const { path: folder, write } = useFolder();
  let server: RunningServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });
  const puts = (): number =>
    server?.control.listRequests().filter(({ method }) => method === 'PUT').length ?? 0;

  it('runs on the simulator in this process when it is told to, and only then', async () => {
    const file = write('a.thulium.json', { connection: 'acme', updates: [green] });
    const run = await cli(['test', file, '--simulator']);
    assert.deepEqual([run.code, run.stderr], [0, '']);
    assert.match(run.stdout, /simulator in this process/);
    assert.match(run.stdout, /✓ Callback tomorrow/);
    const untold = await cli(['test', file]);
    assert.equal(untold.code, 2);
    assert.match(untold.stderr, /THULIUM_BASE_URL isn’t set/);
  });

  it('ends with 1 for a red test, tells what came, and says nothing of the customer', async () => {
    const personal = update({ name: 'Phone', expect: { record: { phone_number: 'x', status_id: 'x' } } });
    const file = write('a.thulium.json', { updates: [green, red, personal] });
    const run = await cli(['test', file, '--simulator']);
    assert.equal(run.code, 1);
    assert.match(
      run.stdout,
      /✗ Red[\s\S]*expected: .*"outcome":"failed"[\s\S]*actual: .*"outcome":"updated"/,
    );
    assert.match(run.stdout, /actual: \{"record":\{"phone_number":"•••","status_id":\d+\}\}/);
    assert.match(run.stdout, /1 passed, 2 failed, 0 skipped/);
    const all = await cli(['test', file, '--simulator', '--include-personal-data']);
    assert.match(all.stdout, /"phone_number":"\d{9}"/);
  });

  it('--bail skips the rest, --filter chooses by name, patterns choose files', async () => {
    write('b.thulium.json', { updates: [red, green] });
    const bail = await cli(['test', '*.thulium.json', '--simulator', '--bail', '--json'], { cwd: folder() });
    const states = (text: string): unknown =>
      (JSON.parse(text) as { tests: { state: string }[] }).tests.map(({ state }) => state);
    assert.deepEqual([bail.code, states(bail.stdout)], [1, ['failed', 'skipped']]);
    const filtered = await cli(
      ['test', '**/*.thulium.json', '--simulator', '--filter', 'callback', '--json'],
      {
        cwd: folder(),
      },
    );
    assert.deepEqual([filtered.code, states(filtered.stdout)], [0, ['passed']]);
    const none = await cli(['test', 'x*.thulium.json', '--simulator'], { cwd: folder() });
    assert.deepEqual([none.code, none.stdout], [2, '']);
  });

  it('writes JUnit that its schema takes, whatever the names hold', async () => {
    const name = 'a < b & "c" \u001b[31m \u0000 ]]> ::error::x ##[command]y \ud83d\ude00';
    const file = write('a.thulium.json', {
      updates: [green, { ...red, name }, update({ name: 'later', expect: { outcome: 'failed' } })],
    });
    const junit = path.join(folder(), 'results.xml');
    const run = await cli([
      'test',
      file,
      '--simulator',
      '--reporter',
      'spec',
      '--reporter',
      `junit=${junit}`,
    ]);
    assert.equal(run.code, 1);
    const xml = readFileSync(junit, 'utf8');
    const schema = readFileSync(path.resolve('test/unit/cli/support/junit.xsd'), 'utf8');
    const { valid, errors } = await validateXML({
      xml: { fileName: 'results.xml', contents: xml },
      schema: { fileName: 'junit.xsd', contents: schema },
    });
    assert.ok(valid, JSON.stringify(errors));
    assert.match(xml, /tests="3" failures="2" errors="0"/);
    for (const output of [xml, run.stdout]) {
      assert.doesNotMatch(output, /[^\P{Cc}\n]/u);
      assert.doesNotMatch(output, /##\[/);
    }
    assert.doesNotMatch(run.stdout, /^\s*::/m);
  });

  it('sends nothing of a file with a template that cannot be resolved, and names its place', async () => {
    server = await startTestServer();
    const file = write('a.thulium.json', {
      updates: [green, update({ fields: { agent_login: '{{env.GITHUB_TOKEN}}' }, expect: {} })],
    });
    const run = await cli(['test', file], { env: { ...envOf(server), GITHUB_TOKEN: 'ghp_secret' } });
    assert.equal(run.code, 1);
    assert.match(run.stdout, /a\.thulium\.json:1:\d+: .*GITHUB_TOKEN/);
    assert.doesNotMatch(run.stdout + run.stderr, /ghp_secret/);
    assert.equal(puts(), 0);
  });

  it('takes THULIUM_VAR_… and the system from the environment, or from a file', async () => {
    server = await startTestServer();
    const file = write('a.thulium.json', {
      updates: [update({ customerId: '{{env.THULIUM_VAR_CUSTOMER}}', expect: { outcome: 'updated' } })],
    });
    const lines = Object.entries({ ...envOf(server), THULIUM_VAR_CUSTOMER: '441' });
    const env = write('.env', lines.map(([name, value]) => `${name}="${value}"`).join('\n'));
    const run = await cli(['test', file, '--env-file', env]);
    assert.deepEqual([run.code, run.stderr], [0, '']);
    assert.equal(puts(), 1);
  });

  it('a syntax error is an error of the file at its place, a missing file one of the arguments', async () => {
    const broken = write('a.thulium.json', '{ "updates": [ { ]');
    const run = await cli(['test', broken, write('b.thulium.json', { updates: [green] }), '--simulator']);
    assert.equal(run.code, 1);
    assert.match(run.stdout, /a\.thulium\.json:1:18/);
    assert.match(run.stdout, /✓ Callback tomorrow/);
    const missing = await cli(['test', path.join(folder(), 'none.thulium.json'), '--simulator']);
    assert.equal(missing.code, 2);
  });

  it('a wrong password and a host that is not there end with 3 before anything is sent', async () => {
    server = await startTestServer();
    const file = write('a.thulium.json', { updates: [green] });
    const wrong = await cli(['test', file], { env: envOf(server, 'geheim-w3') });
    assert.equal(wrong.code, 3);
    assert.match(wrong.stderr, /401/);
    assert.doesNotMatch(wrong.stdout + wrong.stderr, /geheim-w3/);
    assert.equal(puts(), 0);
    const nobody = await cli(['test', file], { env: envOf({ url: 'http://127.0.0.1:9' }) });
    assert.equal(nobody.code, 3);
  });

  it('writes to nothing but this machine without --allow-writes', async () => {
    const file = write('a.thulium.json', { updates: [green] });
    const run = await cli(['test', file], { env: envOf({ url: 'https://thulium.invalid' }) });
    assert.equal(run.code, 2);
    assert.match(run.stderr, /--allow-writes/);
    const allowed = await cli(['test', file, '--allow-writes'], {
      env: envOf({ url: 'https://thulium.invalid' }),
    });
    assert.equal(allowed.code, 3);
    assert.match(allowed.stderr, /thulium\.invalid/);
  });
});
