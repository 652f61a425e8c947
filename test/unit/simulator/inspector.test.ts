import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';
import { Inspector, listedRequests } from '../../../src/editor/simulator/inspector.js';
import { startSimulatorWorker, type SimulatorWorker } from '../../../src/simulator/host.js';
import { aloneCopy } from './support/process.js';
import { credentials, noon } from './support/running.js';

describe('the inspector of the simulator', function () {
  this.timeout(30_000);
  const copy = aloneCopy();
  const inspector = new Inspector();
  let worker: SimulatorWorker;
  let record: string;

  before(async () => {
    worker = await startSimulatorWorker({
      workerFile: pathToFileURL(copy.file),
      host: '127.0.0.1',
      port: 0,
      ...credentials,
      seed: { clock: noon },
    });
    record = `${worker.url}/api/crm_outbounds/00001/records/441`;
  });
  beforeEach(async () => {
    await worker.control.reset();
    await inspector.attach(worker);
    inspector.setFilter('');
  });
  after(async () => {
    inspector.detach();
    await worker.stop();
    copy.remove();
  });

  const authorization = `Basic ${btoa(`${credentials.username}:${credentials.password}`)}`;
  const send = async (url: string, method = 'GET', body?: string): Promise<number> => {
    const headers = { authorization, 'content-type': 'application/json' };
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    await response.arrayBuffer();
    return response.status;
  };
  const changedTo = (fits: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!fits()) return;
        listening.dispose();
        resolve();
      };
      const listening = inspector.onDidChange(look);
      look();
    });

  it('lists requests newest first, with status, diagnosis and time', async () => {
    await send(record, 'PUT', '{"next_call_date":"24.05.2018 12:24"}');
    await send(record);
    await changedTo(() => inspector.entries.length === 2);
    const [newest, oldest] = inspector.entries;
    assert.deepEqual([newest?.method, newest?.status, oldest?.status], ['GET', 200, 400]);
    assert.deepEqual(
      oldest?.diagnosis.map(({ code }) => code),
      ['date-format'],
    );
    assert.ok(oldest.durationMs >= 0 && oldest.durationMs < 10_000, String(oldest.durationMs));
    assert.equal(inspector.find(oldest.sequence), oldest);
  });

  it('begins with what reached the simulator before anybody looked', async () => {
    inspector.detach();
    await send(record);
    assert.equal(inspector.count, 0);
    await inspector.attach(worker);
    assert.equal(inspector.count, 1);
  });

  it('filters by every word, whatever its case', async () => {
    await send(record, 'PUT', '{"next_call_date":"24.05.2018 12:24"}');
    await send(`${worker.url}/api/outbounds`);
    await changedTo(() => inspector.count === 2);
    for (const [filter, count] of [
      ['put', 1],
      ['DATE-format 441', 1],
      ['outbounds', 2],
      ['get 400', 0],
      ['', 2],
    ] as const) {
      inspector.setFilter(filter);
      assert.equal(inspector.entries.length, count, filter);
    }
  });

  it('stands still while paused, and catches up afterwards', async () => {
    inspector.pause();
    await worker.control.addFault({ kind: 'status', count: 2 });
    await send(record);
    await changedTo(() => inspector.state.faults[0]?.hits === 1);
    assert.equal(inspector.count, 0);
    await inspector.resume();
    assert.equal(inspector.count, 1);
  });

  it('follows faults, switches and clock', async () => {
    await worker.control.addFault({ kind: 'latency', milliseconds: 120, count: 2 });
    await worker.control.setSwitches({ successStatus: 200 });
    await inspector.refresh();
    assert.equal(inspector.state.switches.successStatus, 200);
    assert.equal(inspector.state.clock?.fixed, true);
    await send(record);
    await changedTo(() => inspector.state.faults[0]?.remaining === 1);
    assert.ok((inspector.entries[0]?.durationMs ?? 0) >= 119, String(inspector.entries[0]?.durationMs));
  });

  it('forgets the requests in the simulator too', async () => {
    await send(record);
    await changedTo(() => inspector.count === 1);
    await inspector.clear();
    assert.equal(inspector.count, 0);
    assert.deepEqual(await worker.control.listRequests(), []);
  });

  it('keeps the newest under load, and misses none of them', async () => {
    const many = listedRequests + 200;
    for (let sent = 0; sent < many; sent += 50)
      await Promise.all(Array.from({ length: 50 }, () => send(`${worker.url}/api/nothing`)));
    const newest = (await worker.control.listRequests()).slice(-listedRequests).reverse();
    const expected = newest.map(({ sequence }) => sequence);
    await changedTo(() => inspector.entries.map(({ sequence }) => sequence).join() === expected.join());
    assert.equal(inspector.count, listedRequests);
  });

  it('keeps its list when the simulator stops, without the state that is gone', async () => {
    await send(record);
    await changedTo(() => inspector.count === 1);
    await worker.control.addFault({ kind: 'status' });
    inspector.detach();
    assert.equal(inspector.count, 1);
    assert.deepEqual(inspector.state.faults, []);
  });
});
