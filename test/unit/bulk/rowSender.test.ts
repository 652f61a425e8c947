import assert from 'node:assert/strict';
import { Gate } from '../../../src/bulk/run/gate.js';
import { RowSender, type RowSenderOptions } from '../../../src/bulk/run/rowSender.js';
import type { RowEnd } from '../../../src/bulk/run/workQueue.js';
import type { ErrorCode } from '../../../src/core/errors.js';
import type { SingleAttempt } from '../../../src/thulium/types.js';
import { virtualClock } from '../../support/bulk/engine.js';
import { memoryClient, type MemoryClient } from '../../support/bulk/memoryClient.js';

const item = {
  row: 0,
  update: { campaignId: '00001', customerId: '1', fields: { status_id: '3' } },
  fingerprint: 0,
};

type Attempt = Partial<SingleAttempt>;
const failed = (code: ErrorCode, more: Attempt = {}): Attempt => ({ failure: { code }, ...more });
const serverError = failed('server-error', { status: 500, retryable: true });
const lostReply = failed('timeout', { retryable: true, mayHaveApplied: true });
const neverLeft = failed('network', { retryable: true });
const oddAnswer = failed('unexpected-response', { status: 200 });

describe('the sender of a row', () => {
  let client: MemoryClient;
  let clock: ReturnType<typeof virtualClock>;
  let gate: Gate;
  let sender: RowSender;
  beforeEach(() => {
    client = memoryClient();
    clock = virtualClock();
    gate = new Gate({ clock, random: () => 0.5, maxWaitMs: 600_000 });
    sender = senderWith({});
  });

  const senderWith = (more: Partial<RowSenderOptions>): RowSender =>
    new RowSender({
      client,
      gate,
      pacer: { take: () => undefined },
      maxAttempts: 3,
      random: () => 0.5,
      ...more,
    });

  /** The next attempts end so, all later ones well. */
  function send(attempts: readonly Attempt[], mayBeApplied = false): Promise<RowEnd> {
    client.calls.length = 0;
    client.attempts = () => attempts[client.calls.length - 1] ?? { status: 204 };
    return sender.send(item, mayBeApplied);
  }

  const table: {
    what: string;
    attempts: Attempt[];
    mayBeApplied?: boolean;
    expected: string;
    slept?: number[];
  }[] = [
    { what: 'success', attempts: [], expected: 'updated after 1' },
    { what: 'a refusal', attempts: [failed('rejected')], expected: 'failed (rejected) after 1' },
    {
      what: 'a refusal of a row in doubt',
      attempts: [failed('rejected')],
      mayBeApplied: true,
      expected: 'in-doubt (in-doubt) after 1',
    },
    {
      what: 'server errors, then success',
      attempts: [serverError, serverError],
      expected: 'updated after 3',
      slept: [250, 500],
    },
    {
      what: 'server errors to the last attempt',
      attempts: [serverError, serverError, serverError, serverError],
      expected: 'failed (server-error) after 3',
      slept: [250, 500],
    },
    {
      what: 'a server error that is not to be repeated',
      attempts: [failed('server-error', { retryable: false })],
      expected: 'failed (server-error) after 1',
    },
    {
      what: 'lost replies to the last attempt',
      attempts: [lostReply, lostReply, lostReply],
      expected: 'in-doubt (in-doubt) after 3',
      slept: [250, 500],
    },
    {
      what: 'a lost reply, then a refusal',
      attempts: [lostReply, failed('rejected')],
      expected: 'in-doubt (in-doubt) after 2',
      slept: [250],
    },
    {
      what: 'requests that never left, more than there are attempts',
      attempts: [neverLeft, neverLeft, neverLeft, neverLeft],
      expected: 'updated after 5',
      slept: [750, 1500, 3000, 6000],
    },
    {
      what: 'being asked to wait, more often than there are attempts',
      attempts: Array.from({ length: 4 }, () =>
        failed('rate-limited', { retryable: true, retryAfterMs: 2000 }),
      ),
      expected: 'updated after 5',
      slept: [2000, 2000, 2000, 2000],
    },
    {
      what: 'a server error that says how long to wait',
      attempts: [{ ...serverError, retryAfterMs: 7000 }],
      expected: 'updated after 2',
      slept: [7000],
    },
  ];
  for (const { what, attempts, mayBeApplied, expected, slept = [] } of table) {
    it(`${what}: ${expected}`, async () => {
      const end = await send(attempts, mayBeApplied);
      const failure = end.failure ? ` (${end.failure.code})` : '';
      assert.equal(`${end.outcome}${failure} after ${end.attempts}`, expected);
      assert.equal(end.durationMs, 10 * end.attempts);
      assert.deepEqual(clock.slept, slept);
    });
  }

  it('tells what the last answer was', async () => {
    const answers = [
      { ...serverError, requestId: 'r1' },
      { status: 204, requestId: 'r2' },
    ];
    assert.deepEqual(await send(answers), {
      outcome: 'updated',
      attempts: 2,
      durationMs: 20,
      status: 204,
      requestId: 'r2',
    });
  });

  it('numbers its attempts, a stale connection’s second PUT included', async () => {
    await send([{ ...serverError, attempts: 2 }, serverError]);
    assert.deepEqual(client.calls, [
      'update 00001/1 {"status_id":"3"}',
      'update 00001/1 as 3 {"status_id":"3"}',
      'update 00001/1 as 4 {"status_id":"3"}',
    ]);
  });

  it('paces each attempt after the first', async () => {
    const order: string[] = [];
    sender = senderWith({
      pacer: {
        take: () =>
          new Promise((resolve) => {
            setImmediate(() => {
              order.push(`a pace after ${client.calls.length}`);
              resolve();
            });
          }),
      },
    });
    await send([serverError, serverError]);
    assert.deepEqual(order, ['a pace after 1', 'a pace after 2']);
  });

  const stops: ErrorCode[] = [
    'unauthorized',
    'forbidden',
    'read-only',
    'no-connection',
    'tls',
    'redirect-refused',
  ];
  for (const code of stops) {
    it(`stops the run at the first ${code}, the row put back`, async () => {
      const end = await send([failed(code)]);
      assert.deepEqual([end.outcome, end.failure], ['put-back', { code }]);
      assert.deepEqual(gate.stopped, { state: 'stopped', failure: { code } });
      assert.equal((await send([lostReply, failed(code)], true)).outcome, 'in-doubt');
    });
  }

  it('ends as cancelled when its request was', async () => {
    assert.equal((await send([failed('cancelled')])).outcome, 'put-back');
    assert.deepEqual(gate.stopped, { state: 'cancelled' });
  });

  it('sends nothing once the run has stopped', async () => {
    gate.stop({ state: 'cancelled' });
    assert.deepEqual(await send([]), { outcome: 'put-back', attempts: 0, durationMs: 0 });
    assert.equal((await send([], true)).outcome, 'in-doubt');
    assert.deepEqual(client.calls, []);
  });

  it('stops the run at the fifth answer in a row that is not Thulium’s, and at none before', async () => {
    for (let count = 0; count < 4; count++) assert.equal((await send([oddAnswer])).outcome, 'failed');
    await send([]);
    for (let count = 0; count < 4; count++) await send([oddAnswer]);
    await send([failed('rejected')]);
    for (let count = 0; count < 4; count++) await send([oddAnswer]);
    assert.equal(gate.stopped, undefined);
    await send([oddAnswer]);
    assert.deepEqual(gate.stopped, { state: 'stopped', failure: { code: 'unexpected-response' } });
  });

  it('fails no row for what is everybody’s trouble', async () => {
    // Four server errors of other rows: the next one holds everything.
    for (let count = 0; count < 4; count++) gate.fail({ code: 'server-error' }, undefined);
    sender = senderWith({ maxAttempts: 1 });
    const end = await send([serverError]);
    assert.deepEqual([end.outcome, end.attempts], ['updated', 2]);
    assert.equal(gate.isTroubled, false);
  });
});
