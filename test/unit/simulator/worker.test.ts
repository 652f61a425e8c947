import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  startSimulatorWorker,
  SimulatorWorkerError,
  type SimulatorWorker,
} from '../../../src/simulator/host.js';
import type { RequestEntry } from '../../../src/simulator/server/requestLog.js';
import { createFeed } from '../../../src/simulator/worker/worker.js';
import { aloneCopy } from './support/process.js';
import { credentials, curlUser, noon } from './support/running.js';

describe('simulator in a worker thread', function () {
  this.timeout(30_000);
  let copy: ReturnType<typeof aloneCopy>;
  const running: SimulatorWorker[] = [];
  before(() => {
    copy = aloneCopy();
  });
  afterEach(async () => {
    for (const each of running.splice(0)) await each.stop();
  });
  after(() => {
    copy.remove();
  });

  const start = async (more: { port?: number; file?: string } = {}): Promise<SimulatorWorker> => {
    const worker = await startSimulatorWorker({
      workerFile: pathToFileURL(more.file ?? copy.file),
      host: '127.0.0.1',
      port: more.port ?? 0,
      ...credentials,
      seed: { clock: noon },
    });
    running.push(worker);
    return worker;
  };
  const nextRequest = (worker: SimulatorWorker): Promise<RequestEntry> =>
    new Promise((resolve, reject) => {
      const listening = worker.onRequests(([entry]) => {
        listening.dispose();
        if (entry) resolve(entry);
        else reject(new Error('An empty batch'));
      });
    });

  it('starts, tells of requests, and frees its port when stopped', async () => {
    const worker = await start();
    const heard = nextRequest(worker);
    await curlUser(
      '-X',
      'PUT',
      '-d',
      '{"statusId":"3"}',
      `${worker.url}/api/crm_outbounds/00001/records/441`,
    );
    const entry = await heard;
    assert.deepEqual(
      entry.diagnosis.map(({ code }) => code),
      ['content-type', 'unknown-key', 'unchanged'],
    );
    let ended = 0;
    worker.onEnd(() => ended++);
    await worker.stop();
    await worker.stop();
    assert.equal(ended, 1);
    const again = await start({ port: worker.port });
    assert.equal(again.port, worker.port);
  });

  it('takes every control call', async () => {
    const { control, url } = await start();
    await control.addFault({ kind: 'status', count: 3 });
    assert.equal((await curlUser(`${url}/api/outbounds`)).status, 503);
    assert.equal((await control.listFaults())[0]?.remaining, 2);
    const [one, other] = await control.addFault({ kind: 'html' });
    await control.clearFaults(one?.id);
    assert.deepEqual(
      (await control.listFaults()).map(({ id }) => id),
      [other?.id],
    );
    await control.clearFaults();
    assert.deepEqual(await control.listFaults(), []);
    assert.equal((await control.listRequests())[0]?.fault, 'status');
    await control.clearRequests();
    assert.deepEqual(await control.listRequests(), []);
    assert.equal((await control.setRecord('00001', '441', { last_note: 'x' })).last_note, 'x');
    assert.equal((await control.listRecords({ campaignId: '00001', customerId: '441' }))[0]?.last_note, 'x');
    assert.deepEqual(await control.readClock(), { now: '2018-05-24T10:00:00.000Z', fixed: true });
    assert.equal((await control.setClock(undefined)).fixed, false);
    assert.equal((await control.setSwitches({ ignoredField: 'order' })).ignoredField, 'order');
    assert.equal((await control.getSwitches()).ignoredField, 'order');
    const seed = await control.getSeed();
    await control.setSeed({ ...seed, random: 3 });
    await control.reset();
    assert.equal((await control.getSeed()).random, 3);
  });

  it('rejects what cannot be done, and lives on', async () => {
    const { control } = await start();
    await assert.rejects(control.setRecord('00001', '1', {}), SimulatorWorkerError);
    await assert.rejects(control.setClock('tomorrow'), SimulatorWorkerError);
    assert.equal((await control.readClock()).fixed, true);
  });

  it('rejects with the system’s code when the port is taken', async () => {
    const { port } = await start();
    await assert.rejects(
      start({ port }),
      (error) => error instanceof SimulatorWorkerError && error.code === 'EADDRINUSE',
    );
  });

  it('rejects instead of hanging when the worker dies', async () => {
    const file = path.join(path.dirname(copy.file), 'dying.mjs');
    const report = { type: 'ready', url: 'http://127.0.0.1:1', port: 1 };
    writeFileSync(
      file,
      `import { parentPort } from 'node:worker_threads';
       parentPort.postMessage(${JSON.stringify(report)});
       parentPort.once('message', () => { throw new Error('dead'); });`,
    );
    const worker = await start({ file });
    await assert.rejects(worker.control.listRequests(), /dead/);
    await assert.rejects(worker.control.listRequests(), SimulatorWorkerError);
    await worker.stop();
    writeFileSync(file, 'throw new Error("still-born");');
    await assert.rejects(start({ file }), /still-born/);
  });

  it('a feed waits for its reader and drops the oldest, never grows', () => {
    const batches: [entries: number, skipped: number][] = [];
    const waiting: (() => void)[] = [];
    const feed = createFeed(
      (entries, skipped) => batches.push([entries.length, skipped]),
      (over) => waiting.push(over),
    );
    const entry = (sequence: number): RequestEntry => ({
      sequence,
      at: '',
      method: '',
      path: '',
      status: 200,
      requestId: '',
      durationMs: 0,
      diagnosis: [],
      headers: [],
      body: '',
      bodyBytes: 0,
      responseBody: '',
    });
    for (let i = 0; i < 1001; i++) feed.push(entry(i));
    feed.taken();
    assert.equal(batches.length, 1, 'nothing more while it rests');
    waiting[0]?.();
    feed.taken();
    waiting[1]?.();
    assert.deepEqual(batches, [
      [1, 0],
      [200, 800],
    ]);
  });
});
