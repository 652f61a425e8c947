import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { fail, succeed, type CodedFailure, type Result } from '../../../src/core/errors.js';
import type { RawRecord } from '../../../src/core/record.js';
import { type RecordServices, RecordSession } from '../../../src/editor/record/recordSession.js';
import { recordContract, savedRecordSchema, type RecordView } from '../../../src/protocol/record.js';
import { connect, type RpcClient } from '../../../src/protocol/rpc.js';
import { toSavedState } from '../../../src/webview/record/savedState.js';

const subject = { connectionId: 'c', campaignId: '00001', customerId: '441' };
const record = {
  record_id: 47,
  phone_number: '158433367',
  system_status: 'NO_CALL',
  status: 'Do not call',
  status_id: 6,
  agent_name: '',
  agent_login: 'j.doe',
  customer_id: 441,
  last_note: 'Last note',
  order: '',
};

describe('a session of the record page', () => {
  let answer: Result<RawRecord>;
  let reads: { ask: boolean }[];
  let named: number;
  let copied: string[];
  /** Milliseconds of the wait under way. */
  let wait: number | undefined;
  let session: RecordSession;
  let page: RpcClient<typeof recordContract>;
  let views: RecordView[];
  let changed: EventEmitter;

  beforeEach(() => {
    answer = succeed(record);
    reads = [];
    named = 0;
    copied = [];
    views = [];
    wait = undefined;
    changed = new EventEmitter();
    const wire = new EventEmitter();
    const port = (to: string, from: string): Parameters<typeof connect>[1] => ({
      post: (message) => wire.emit(to, structuredClone(message)),
      listen: (listener) => {
        wire.on(from, listener);
        return () => wire.off(from, listener);
      },
    });
    const services: RecordServices = {
      connection: () => Promise.resolve({ name: 'acme', production: true, readOnly: false }),
      read: (_subject, options) => {
        reads.push(options);
        return Promise.resolve(answer);
      },
      names: () => {
        named += 1;
        const agents = [{ login: 'j.doe', name: 'Jan Doe', active: true, active_in_outbound: true }];
        return Promise.resolve({ campaign: 'Renewals', customer: 'Anna Nowak, 658 982 945', agents });
      },
      onDidChangeConnections: (listener) => {
        changed.on('change', listener);
        return { dispose: () => changed.off('change', listener) };
      },
      update: () => Promise.resolve(),
      copy: (text) => {
        copied.push(text);
        return Promise.resolve();
      },
      showOutput: () => undefined,
      report: (text) => assert.fail(text),
    };
    session = new RecordSession({
      port: port('page', 'host'),
      services,
      subject,
      language: 'en',
      bundle: {},
      timer: (_run, ms) => {
        wait = ms;
        changed.emit('view');
        return () => {
          wait = undefined;
        };
      },
      now: () => new Date('2026-05-01T10:00:00Z'),
    });
    page = connect(
      recordContract,
      port('host', 'page'),
      {
        view: (view) => {
          views.push(view);
          changed.emit('view');
        },
      },
      ({ kind }) => assert.fail(kind),
    );
  });

  afterEach(() => {
    page.dispose();
    session.dispose();
  });

  /** The first view from now on, or the last one, that is as wanted. */
  async function seen(wanted: (view: RecordView) => boolean): Promise<RecordView> {
    for (;;) {
      const last = views.at(-1);
      if (last && wanted(last)) return last;
      await new Promise((resolve) => changed.once('view', resolve));
    }
  }

  const waiting = (): number | undefined => wait;
  const row = (view: RecordView, field: string): RecordView['rows'][number] | undefined =>
    view.rows.find((each) => each.field === field);

  async function failing(failure: CodedFailure): Promise<RecordView> {
    answer = fail(failure);
    await page.call('refresh', {});
    return seen(
      ({ problem, reading, watch }) =>
        problem !== null && !reading && (watch.state === 'stopped' || waiting() !== undefined),
    );
  }

  it('shows names for ids, and asks for names once', async () => {
    session.show(record);
    const view = await seen(({ campaignName }) => campaignName === 'Renewals');
    assert.deepEqual(row(view, 'status_id')?.value, { text: '6', name: 'Do not call' });
    assert.deepEqual(row(view, 'agent_login')?.value, { text: 'j.doe', name: 'Jan Doe' });
    assert.equal(row(view, 'status'), undefined);
    assert.equal(view.customer, 'Anna Nowak, 658 982 945');
    assert.equal(JSON.stringify(JSON.parse(view.json)), JSON.stringify(record));
    session.show(record);
    session.show(record);
    assert.equal(named, 1);
  });

  it('marks what changed with its time and what it was', async () => {
    session.show(record);
    session.show({ ...record, status_id: 3, status: 'Contact needed', order: '50' });
    const view = await seen((each) => row(each, 'order')?.changed !== undefined);
    assert.deepEqual(row(view, 'status_id')?.changed, {
      at: '2026-05-01T10:00:00.000Z',
      before: { text: '6', name: 'Do not call' },
    });
    assert.deepEqual(row(view, 'order')?.changed?.before, { text: '' });
    assert.equal(row(view, 'last_note')?.changed, undefined);
  });

  it('reads again and again while watched and seen', async () => {
    session.show(record);
    assert.equal(waiting(), undefined);
    await page.call('watch', { on: true });
    await seen(() => wait !== undefined);
    assert.equal(waiting(), 3000);
    session.setVisible(false);
    assert.equal(waiting(), undefined);
    const before = reads.length;
    session.setVisible(true);
    assert.equal(reads.length, before + 1);
    await page.call('watch', { on: false });
    assert.equal(waiting(), undefined);
  });

  it('backs off while readings fail, never reads sooner than asked for, and keeps what was read', async () => {
    session.show(record);
    await page.call('watch', { on: true });
    await seen(() => wait !== undefined);
    const waits: (number | undefined)[] = [];
    for (let time = 0; time < 6; time += 1) {
      await failing({ code: 'server-error', status: 500 });
      waits.push(waiting());
    }
    assert.deepEqual(waits, [6000, 12_000, 24_000, 48_000, 60_000, 60_000]);
    const view = await failing({ code: 'rate-limited', params: { retryAfterSeconds: '90' } });
    assert.deepEqual([waiting(), view.watch], [90_000, { state: 'backing-off', seconds: 90 }]);
    assert.notEqual(view.json, '');
  });

  for (const code of ['unauthorized', 'forbidden', 'no-connection', 'missing-secret'] as const) {
    it(`stops after ${code}`, async () => {
      await page.call('watch', { on: true });
      await seen(() => wait !== undefined);
      const view = await failing({ code });
      assert.deepEqual([view.watch.state, waiting()], ['stopped', undefined]);
    });
  }

  it('asks for nothing when it is restored, and reads when the connection is mended', async () => {
    answer = fail({ code: 'missing-secret', params: { name: 'acme' } });
    await session.restore(false);
    assert.deepEqual(reads, [{ ask: false }]);
    answer = succeed(record);
    changed.emit('change');
    await seen(({ json }) => json !== '');
    assert.deepEqual(reads, [{ ask: false }, { ask: false }]);
  });

  it('keeps ids for a reload and nothing that was read', async () => {
    session.show(record);
    const { view } = await page.call('start', {});
    const saved = toSavedState(view);
    assert.deepEqual(savedRecordSchema.parse(saved), { version: 1, subject, watching: false });
    assert.doesNotMatch(JSON.stringify(saved), /158433367|note/);
  });

  it('copies the record or one value, from what the host has read', async () => {
    session.show(record);
    await page.call('copy', { field: null });
    await page.call('copy', { field: 'phone_number' });
    await page.call('copy', { field: 'nothing' });
    assert.deepEqual([JSON.parse(copied[0] ?? ''), copied.slice(1)], [{ ...record }, ['158433367', '']]);
  });
});
