import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';
import type { Failure } from '../../src/core/outcome.js';
import { assertWords, examplePath, run } from './support/commands.js';
import { errorOf } from './support/connections.js';
import { dismissing } from './support/questions.js';

interface Access {
  url: string;
  username: string;
  password: string;
  connectionId: string;
}

type Outcome = { error: Failure } | undefined;

describe('the simulator’s commands', () => {
  let access: Access;
  let folder: string;

  before(async () => {
    access = await run<Access>('thulium.startSimulator', {});
    folder = await mkdtemp(path.join(tmpdir(), 'thulium-seed-'));
  });
  afterEach(() => run('thulium.resetSimulator'));
  after(async () => {
    await run('thulium.stopSimulator');
    await rm(folder, { recursive: true });
  });

  async function call(method: string, target = examplePath, body?: object): Promise<Response> {
    const token = Buffer.from(`${access.username}:${access.password}`).toString('base64');
    return fetch(access.url + target, {
      method,
      headers: { Authorization: `Basic ${token}`, 'Content-Type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
  const control = async <T>(name: string): Promise<T> =>
    (await (await call('GET', `/__simulator/${name}`)).json()) as T;

  it('puts a fault in force from an argument object, without a question, and clears it', async () => {
    assert.equal(
      await run('thulium.injectSimulatorFault', { kind: 'status', status: 502, count: 2 }),
      undefined,
    );
    assert.equal((await call('GET')).status, 502);
    assert.equal(await run('thulium.injectSimulatorFault', { kind: 'none' }), undefined);
    assert.equal((await call('GET')).status, 200);
    await run('thulium.injectSimulatorFault', { kind: 'html', share: 1 });
    await run('thulium.clearSimulatorFaults');
    assert.deepEqual(await control('faults'), []);
  });

  it('clears one fault by its number or from its row, and leaves the others', async () => {
    for (const status of [500, 502, 503])
      await run('thulium.injectSimulatorFault', { kind: 'status', status });
    const [first, second, third] = await control<{ id: number }[]>('faults');
    assert.equal(await run('thulium.simulatorRequests.clearFault', { id: first?.id }), undefined);
    assert.equal(
      await run('thulium.simulatorRequests.clearFault', { kind: 'fault', fault: second }),
      undefined,
    );
    assert.deepEqual(
      (await control<{ id: number }[]>('faults')).map(({ id }) => id),
      [third?.id],
    );
    const outcome = errorOf((await run<Outcome>('thulium.simulatorRequests.clearFault')) ?? {});
    assert.equal(outcome.code, 'invalid-input');
    assert.equal((await control<object[]>('faults')).length, 1);
  });

  it('refuses a fault that there is not, at its key', async () => {
    for (const [argument, field] of [
      [{ kind: 'earthquake' }, 'kind'],
      [{ kind: 'status', status: 42 }, 'status'],
      [{ kind: 'latency', share: 1.5 }, 'share'],
      [{ kind: 'latency', cuont: 1 }, 'cuont'],
    ] as const) {
      const outcome = errorOf((await run<Outcome>('thulium.injectSimulatorFault', argument)) ?? {});
      assert.deepEqual([outcome.code, outcome.field], ['invalid-input', field]);
      assertWords(outcome);
    }
    assert.deepEqual(await control('faults'), []);
  });

  it('asks for a fault, and puts none in force when the question is left', async () => {
    await dismissing(run('thulium.injectSimulatorFault'));
    assert.deepEqual(await control('faults'), []);
  });

  it('switches what nobody has documented', async () => {
    await run('thulium.configureSimulator', { successStatus: 200 });
    assert.equal((await call('PUT', examplePath, { order: '7' })).status, 200);
    const outcome = errorOf((await run<Outcome>('thulium.configureSimulator', { pastDates: 'maybe' })) ?? {});
    assert.deepEqual([outcome.code, outcome.field], ['invalid-input', 'pastDates']);
  });

  it('fixes the clock and lets it run', async () => {
    await run('thulium.setSimulatorClock', { now: '2018-05-24T12:00:00+02:00' });
    assert.deepEqual(await control('clock'), { now: '2018-05-24T10:00:00.000Z', fixed: true });
    await run('thulium.setSimulatorClock', { now: null });
    assert.equal((await control<{ fixed: boolean }>('clock')).fixed, false);
    const outcome = errorOf((await run<Outcome>('thulium.setSimulatorClock', { now: 'noon' })) ?? {});
    assert.equal(outcome.code, 'invalid-input');
  });

  it('edits a record by hand', async () => {
    const edit = { campaignId: '00001', customerId: '441', fields: { last_note: 'zażółć' } };
    assert.equal(await run('thulium.editSimulatorRecord', edit), undefined);
    const record = (await (await call('GET')).json()) as { last_note: string };
    assert.equal(record.last_note, 'zażółć');
    const nobody = { ...edit, customerId: '1' };
    assert.equal(
      errorOf((await run<Outcome>('thulium.editSimulatorRecord', nobody)) ?? {}).code,
      'not-found',
    );
  });

  it('saves its state as a seed file and loads it again', async () => {
    const file = path.join(folder, 'state.thulium-seed.json');
    await call('PUT', examplePath, { order: '77' });
    await run('thulium.injectSimulatorFault', { kind: 'status', count: 5 });
    assert.equal(await run('thulium.saveSimulatorSeed', { file }), undefined);
    assert.match(await readFile(file, 'utf8'), /"order": "77"/);
    await run('thulium.resetSimulator');
    assert.deepEqual(await control('faults'), []);
    assert.equal(
      await run('thulium.loadSimulatorSeed', { file: vscode.Uri.file(file).toString() }),
      undefined,
    );
    assert.equal((await control<object[]>('faults')).length, 1);
    await run('thulium.clearSimulatorFaults');
    assert.equal(((await (await call('GET')).json()) as { order: string }).order, '77');
    await writeFile(file, '{}');
    await run('thulium.loadSimulatorSeed', { file });
  });

  it('names the place at which a seed file is wrong, and keeps its state', async () => {
    const file = path.join(folder, 'wrong.thulium-seed.json');
    for (const [text, place] of [
      ['{"campaigns":[{"id":"1"}]}', /campaigns\.0\.id/],
      ['{"campaign":[]}', /campaign\b/],
      ['{"random":', /JSON/],
    ] as const) {
      await writeFile(file, text);
      const outcome = errorOf((await run<Outcome>('thulium.loadSimulatorSeed', { file })) ?? {});
      assert.equal(outcome.code, 'invalid-input');
      assert.match(outcome.message, place);
      assertWords(outcome);
    }
    const missing = errorOf((await run<Outcome>('thulium.loadSimulatorSeed', { file: `${file}.no` })) ?? {});
    assert.match(missing.message, /^Couldn’t read the seed file /);
    assert.equal((await call('GET')).status, 200);
  });

  it('copies address and credentials as .env', async () => {
    await run('thulium.copySimulatorEnv');
    const text = await vscode.env.clipboard.readText();
    assert.match(
      text,
      new RegExp(`THULIUM_URL=${access.url}\\nTHULIUM_USER=api_user\\nTHULIUM_PASSWORD=.+\\n`),
    );
  });

  it('says that it does not run', async () => {
    await run('thulium.stopSimulator');
    const outcome = errorOf((await run<Outcome>('thulium.injectSimulatorFault', { kind: 'status' })) ?? {});
    assert.equal(outcome.code, 'no-connection');
    assertWords(outcome);
    access = await run<Access>('thulium.startSimulator', {});
  });
});
