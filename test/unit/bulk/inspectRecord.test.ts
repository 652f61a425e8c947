import assert from 'node:assert/strict';
import { Gate, type Hold } from '../../../src/bulk/run/gate.js';
import { inspectRecord, type Inspection, type InspectOptions } from '../../../src/bulk/run/inspectRecord.js';
import { fingerprint, remember } from '../../../src/bulk/journal/valuesBefore.js';
import type { WorkItem } from '../../../src/bulk/run/workQueue.js';
import type { CodedFailure, ErrorCode } from '../../../src/core/errors.js';
import { virtualClock } from '../../support/bulk/engine.js';
import { memoryClient, record, type MemoryClient } from '../../support/bulk/memoryClient.js';

const before = remember(record(1));
const update = { campaignId: '00001', customerId: '1', fields: { status_id: '3' } };
const fresh: WorkItem = { row: 0, update, fingerprint: 0 };
const inDoubt: WorkItem = { ...fresh, unfinished: { before } };
const blindDoubt: WorkItem = { ...fresh, unfinished: {} };
const ended = (outcome: string, failure?: CodedFailure): Inspection =>
  ({ end: { outcome, attempts: 0, durationMs: 0, ...(failure ? { failure } : {}) } }) as Inspection;

describe('the look at a record before its update', () => {
  let client: MemoryClient;
  let clock: ReturnType<typeof virtualClock>;
  let gate: Gate;
  let holds: (Hold | undefined)[];
  let paced: number;
  beforeEach(() => {
    client = memoryClient(1);
    clock = virtualClock();
    holds = [];
    paced = 0;
    const onHold = (hold?: Hold): unknown => holds.push(hold);
    gate = new Gate({ clock, random: () => 0.5, maxWaitMs: 600_000, onHold });
  });

  const inspect = (item: WorkItem, more: Partial<InspectOptions> = {}): Promise<Inspection> =>
    inspectRecord(item, {
      client,
      rememberBefore: true,
      includeInWork: false,
      includeDoNotCall: false,
      doNotCall: new Set(['00001/4']),
      onUnknown: 'leave',
      unreadable: false,
      pace: () => (paced++, undefined),
      random: () => 0.5,
      gate,
      ...more,
    });

  const holds1 = (more: Record<string, unknown>): unknown => client.records.set('00001/1', record(1, more));

  /** The first reads end with these, all later ones well. */
  function failing(...codes: (ErrorCode | CodedFailure)[]): void {
    client.fails = () => {
      const code = codes[client.calls.length - 1];
      return typeof code === 'string' ? { code } : code;
    };
  }

  it('takes its values down', async () => {
    assert.deepEqual(await inspect(fresh), { before });
    assert.deepEqual([client.calls, paced], [['record 00001/1'], 1]);
    assert.deepEqual(await inspect({ ...fresh, fingerprint: fingerprint(before) }), { before });
  });

  it('skips a record that changed since the plan, or on which somebody works', async () => {
    assert.deepEqual(
      await inspect({ ...fresh, fingerprint: 1 }),
      ended('skipped', { code: 'conflict', detail: 'changed-since-plan' }),
    );
    holds1({ system_status: 'IN_PROGRESS' });
    const skipped = ended('skipped', { code: 'conflict', detail: 'in-work' });
    assert.deepEqual(await inspect(fresh), skipped);
    assert.deepEqual(await inspect(inDoubt), skipped);
    assert.deepEqual(await inspect(fresh, { includeInWork: true }), { before });
    assert.deepEqual(await inspect(inDoubt, { includeInWork: true }), { before });
  });

  it('skips what would take a record out of Do not call, until that is wanted', async () => {
    holds1({ system_status: 'NO_CALL', status_id: 4 });
    const skipped = ended('skipped', { code: 'conflict', detail: 'do-not-call' });
    const to = (fields: WorkItem['update']['fields']): WorkItem => ({
      ...fresh,
      update: { ...fresh.update, fields },
    });
    assert.deepEqual(await inspect(to({ status_id: '3' })), skipped);
    assert.deepEqual(await inspect(to({ dictionary_status_id: '2' })), skipped);
    for (const fields of [{ status_id: '4' }, { order: '5' }, { agent_login: 'j.doe' }])
      assert.equal((await inspect(to(fields))).end, undefined, JSON.stringify(fields));
    assert.equal((await inspect(to({ status_id: '3' }), { includeDoNotCall: true })).end, undefined);
  });

  it('fails a row without a record', async () => {
    client.records.clear();
    const params = { campaignId: '00001', customerId: '1' };
    const failure = { code: 'not-found', detail: 'record', status: 404, params } as const;
    assert.deepEqual(await inspect(fresh), {
      end: { outcome: 'failed', attempts: 0, durationMs: 0, status: 404, failure },
    });
    assert.equal(client.calls.length, 1);
  });

  describe('of a row in doubt', () => {
    it('ends as updated where the record is as wanted', async () => {
      holds1({ status_id: 3 });
      assert.deepEqual(await inspect(inDoubt), ended('updated'));
      assert.deepEqual(await inspect(blindDoubt), ended('updated'));
    });

    it('is sent again where the record is as before', async () => {
      assert.deepEqual(await inspect(inDoubt), { before });
    });

    it('is skipped where the record is neither', async () => {
      holds1({ status_id: 5, last_note: 'Other' });
      const params = { fields: 'status_id, work' };
      assert.deepEqual(
        await inspect(inDoubt),
        ended('skipped', { code: 'conflict', detail: 'changed-since-sent', params }),
      );
    });

    it('goes by the choice of the user where nobody knows the values before', async () => {
      assert.deepEqual(await inspect(blindDoubt), ended('in-doubt', { code: 'in-doubt' }));
      assert.deepEqual(
        await inspect(blindDoubt, { onUnknown: 'skip' }),
        ended('skipped', { code: 'in-doubt' }),
      );
      assert.deepEqual(await inspect(blindDoubt, { onUnknown: 'resend' }), { before });
    });

    for (const [onUnknown, expected] of [
      ['leave', ended('in-doubt', { code: 'in-doubt' })],
      ['skip', ended('skipped', { code: 'in-doubt' })],
      ['resend', { before }],
    ] as const) {
      it(`goes by the choice of the user where the record cannot be read: ${onUnknown}`, async () => {
        failing('unexpected-response');
        assert.deepEqual(await inspect(inDoubt, { onUnknown }), expected);
        failing('unexpected-response', 'forbidden');
        assert.deepEqual(await inspect(inDoubt, { onUnknown }), { unreadable: true, ...expected });
        assert.deepEqual(await inspect(inDoubt, { onUnknown, unreadable: true }), {
          unreadable: true,
          ...expected,
        });
        assert.equal(client.calls.length, 2);
      });
    }
  });

  it('sends unchecked what cannot be read', async () => {
    failing('unexpected-response');
    assert.deepEqual(await inspect({ ...fresh, fingerprint: 1 }), {});
    failing('unexpected-response', 'forbidden');
    assert.deepEqual(await inspect(fresh), { unreadable: true });
  });

  for (const code of ['unauthorized', 'tls', 'redirect-refused', 'no-connection'] as const) {
    it(`stops the run at the first ${code}`, async () => {
      failing(code);
      assert.deepEqual(await inspect(fresh), { end: 'remains' });
      assert.deepEqual(gate.stopped, { state: 'stopped', failure: { code } });
      assert.equal(client.calls.length, 1);
    });
  }

  it('reads nothing once the run has stopped, and leaves the row as it was', async () => {
    gate.stop({ state: 'cancelled' });
    assert.deepEqual(await inspect(fresh), { end: 'remains' });
    assert.deepEqual(await inspect(inDoubt), ended('in-doubt'));
    assert.deepEqual([client.calls, paced], [[], 2]);
  });

  for (const code of ['server-error', 'timeout'] as const) {
    it(`reads three times through ${code}, waiting longer each time, and then goes without`, async () => {
      failing(code, code);
      assert.deepEqual(await inspect(fresh), { before });
      assert.deepEqual([client.calls.length, paced, clock.slept], [3, 3, [250, 500]]);
      client.calls.length = 0;
      failing(code, code, code);
      assert.deepEqual(await inspect(fresh), {});
      assert.equal(client.calls.length, 3);
    });
  }

  it('holds everything when server errors come in a row', async () => {
    for (let count = 0; count < 4; count++) gate.fail({ code: 'server-error' }, undefined);
    failing('server-error');
    assert.deepEqual(await inspect(fresh), { before });
    assert.equal(holds[0]?.reason, 'server-error');
    assert.deepEqual(clock.slept, [1500]);
    assert.equal(gate.isTroubled, false);
  });

  it('uses up no try while the network is gone or the server asks to wait', async () => {
    const limited = { code: 'rate-limited', params: { retryAfterSeconds: '20' } } as const;
    failing('network', limited, 'network', 'rate-limited', 'server-error');
    assert.deepEqual(await inspect(fresh), { before });
    assert.equal(client.calls.length, 6);
    const reasons = holds.flatMap((hold) => hold?.reason ?? []);
    assert.deepEqual(reasons, ['network', 'rate-limited', 'network', 'rate-limited', 'server-error']);
    assert.equal(clock.slept[1], 20_000);
  });

  it('stops when it has waited as long as a run waits', async () => {
    const params = { retryAfterSeconds: '601' };
    failing({ code: 'rate-limited', params });
    assert.deepEqual(await inspect(fresh), { end: 'remains' });
    assert.deepEqual(gate.stopped, { state: 'stopped', failure: { code: 'rate-limited', params } });
  });

  it('waits for a password that vanished, and reads on when it is back', async () => {
    failing('missing-secret');
    const inspecting = inspect(fresh);
    await new Promise(setImmediate);
    assert.deepEqual(holds, [{ reason: 'missing-secret', failure: { code: 'missing-secret' } }]);
    assert.equal(client.calls.length, 1);
    gate.resume();
    assert.deepEqual(await inspecting, { before });
  });
});
