import assert from 'node:assert/strict';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import { setTimeout as aLook } from 'node:timers/promises';
import type { RecordUpdate } from '../../../src/core/record.js';
import {
  sendUpdate,
  type ReviewView,
  type SendPhase,
  type UpdateReport,
} from '../../../src/thulium/sendUpdate.js';
import {
  applyThenReset,
  choose,
  errorBody,
  hold,
  ok,
  silent,
  status,
  type Behaviour,
  type FaultServer,
} from '../../support/faultServer/index.js';
import { clientOf, dates, update, useServers } from './support.js';

const record = {
  record_id: 47,
  customer_id: 441,
  system_status: 'CALL',
  status_id: 6,
  agent_login: '',
  next_call_date: '',
  order: '5',
};
const statuses = [
  { system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact needed' },
  { system_status: 'MY_RECORD', status_id: '9', dictionary_status_id: 7, name: 'Mine' },
];

interface Answers {
  statuses?: Behaviour;
  record?: Behaviour | (() => Behaviour);
  customer?: Behaviour;
  put?: Behaviour;
}

/** Answers each of the calls of an update by itself. */
function script(server: FaultServer, answers: Answers = {}): void {
  server.script(
    choose(({ method, target }) => {
      if (method === 'PUT') return answers.put ?? status(204);
      if (target.endsWith('/statuses')) return answers.statuses ?? status(200, statuses);
      if (target.startsWith('/api/customers/')) return answers.customer ?? errorBody(403);
      const found = answers.record ?? status(200, record);
      return typeof found === 'function' ? found() : found;
    }),
  );
}

function puts(server: FaultServer): number {
  return server.requests.filter(({ method }) => method === 'PUT').length;
}

const person = {
  customer_id: 441,
  name: 'Anna',
  surname: 'Nowak',
  phone_number: '658982945',
  email: 'anna@example.test',
  nip: '5260250274',
  custom_fields: { note: 'private' },
};

describe('The sender', () => {
  const start = useServers();

  /** What a review is told of whose record it is. */
  async function customerOf(
    answers: Answers,
    customer: NonNullable<Parameters<typeof sendUpdate>[0]['customer']>,
    preflightMs = 5000,
  ): Promise<{ customer: object | undefined; report: UpdateReport; server: FaultServer; logged: string }> {
    const server = await start();
    script(server, answers);
    let seen: object | undefined;
    const attempts: unknown[] = [];
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: false,
      customer,
      preflightMs,
      onAttempt: (attempt) => attempts.push(attempt),
      review: (view) => {
        seen = view.customer;
        return Promise.resolve('send');
      },
    });
    return { customer: seen, report, server, logged: JSON.stringify(attempts) };
  }

  it('looks up whose record it is: name, surname and phone, which neither the report nor the log keeps', async () => {
    const { customer, report, logged } = await customerOf({ customer: status(200, person) }, 'look-up');
    assert.deepEqual(customer, { name: 'Anna Nowak', phone: '658982945' });
    assert.equal(report.outcome, 'updated');
    assert.doesNotMatch(JSON.stringify(report), /Anna|658982945/);
    assert.match(logged, /api\/customers\/441/);
    assert.doesNotMatch(logged, /Anna|658982945|5260250274|private/);
  });

  it('asks nobody for the name that a list has shown', async () => {
    const { customer, server } = await customerOf({}, { name: 'Jan Żak' });
    assert.deepEqual(customer, { name: 'Jan Żak' });
    assert.ok(server.requests.every(({ target }) => !target.startsWith('/api/customers')));
  });

  for (const [what, customer] of [
    ['is refused', errorBody(403)],
    ['knows nobody', status(404)],
    ['fails', status(500)],
    ['answers no object', status(200, ['Anna'])],
    ['never comes', silent()],
  ] as const)
    it(`sends without a name where the look-up ${what}`, async () => {
      const found = await customerOf({ customer }, 'look-up', 300);
      assert.deepEqual(found.customer, {});
      assert.equal(found.report.outcome, 'updated');
      assert.deepEqual(found.report.unchecked, []);
    });

  it('checks, reviews, sends and reads back', async () => {
    const server = await start();
    let now: object = record;
    script(server, {
      record: () => status(200, now),
      put: hold(() => (now = { ...record, status_id: 3 }), status(204)),
    });
    const phases: SendPhase[] = [];
    const views: ReviewView[] = [];
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      onPhase: (phase) => phases.push(phase),
      review: (view) => {
        views.push(view);
        return Promise.resolve('send');
      },
    });
    assert.equal(report.outcome, 'updated');
    assert.deepEqual([report.attempts, report.status, report.failure], [1, 204, undefined]);
    assert.deepEqual(report.before, record);
    assert.deepEqual(report.after, { ...record, status_id: 3 });
    assert.deepEqual([report.differences, report.unchecked, report.problems], [[], [], []]);
    assert.deepEqual(phases, ['checking', 'reviewing', 'sending', 'verifying']);
    assert.equal(views.length, 1);
    assert.deepEqual(views[0]?.changes, [{ field: 'status_id', before: '6', after: '3', changes: true }]);
    assert.deepEqual([views[0].unchanged, views[0].inProgress, views[0].unrestorable], [false, false, []]);
  });

  it('sends all the same, and names what could not be read', async () => {
    const server = await start();
    script(server, { statuses: errorBody(403), record: errorBody(403) });
    const { client } = clientOf(server.origin);
    const send = (): ReturnType<typeof sendUpdate> => sendUpdate({ client, update, dates, verify: true });
    const report = await send();
    assert.equal(report.outcome, 'updated');
    assert.deepEqual([...report.unchecked].sort(), ['record-after', 'record-before', 'statuses']);
    const reads = server.requests.length;
    assert.equal((await send()).outcome, 'updated');
    assert.equal(server.requests.length, reads + 1, 'forbidden reads are not asked again');
  });

  it('sends nothing to a record that its own GET says is not there, and asks nobody', async () => {
    const server = await start();
    script(server, { record: errorBody(404) });
    const views: ReviewView[] = [];
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      review: (view) => {
        views.push(view);
        return Promise.resolve('send');
      },
    });
    assert.deepEqual([report.outcome, report.failure?.code, report.attempts], ['failed', 'not-found', 0]);
    assert.deepEqual(report.failure?.params, { campaignId: '00001', customerId: '441' });
    assert.deepEqual([views, report.unchecked, puts(server)], [[], [], 0]);
  });

  it('sends all the same where the statuses alone answer 404', async () => {
    const server = await start();
    script(server, { statuses: errorBody(404) });
    const { client } = clientOf(server.origin);
    const report = await sendUpdate({ client, update, dates, verify: false });
    assert.deepEqual([report.outcome, report.unchecked], ['updated', ['statuses']]);
  });

  it('sends nothing to a record that vanished while it was looked at', async () => {
    const server = await start();
    let found: Behaviour = status(200, record);
    script(server, { record: () => found });
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      recheckAfterMs: 0,
      review: () => {
        found = errorBody(404);
        return Promise.resolve('send');
      },
    });
    assert.deepEqual([report.outcome, report.failure?.code, report.attempts], ['failed', 'not-found', 0]);
    assert.equal(puts(server), 0);
  });

  it('waits for silent reads no longer than told', async () => {
    const server = await start();
    script(server, { statuses: silent(), record: silent() });
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: false,
      preflightMs: 100,
    });
    assert.equal(report.outcome, 'updated');
    assert.deepEqual(report.unchecked, ['statuses', 'record-before']);
  });

  it('refuses what the campaign’s statuses forbid, nothing sent', async () => {
    const server = await start();
    script(server);
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update: { ...update, fields: { status_id: '9' } },
      dates,
      verify: true,
    });
    assert.deepEqual([report.outcome, report.failure?.code, report.attempts], ['failed', 'invalid-input', 0]);
    assert.deepEqual(
      report.problems.map(({ code }) => code),
      ['agent-required', 'date-required'],
    );
    assert.equal(puts(server), 0);
  });

  const malformed: RecordUpdate[] = [
    { ...update, campaignId: '1' },
    { ...update, campaignId: '../x0' },
    { ...update, customerId: '..' },
    { ...update, fields: {} },
    { ...update, fields: { next_call_date: '2026-02-30 10:00' } },
  ];
  for (const each of malformed) {
    it(`refuses ${JSON.stringify(each)} before any connection`, async () => {
      const server = await start();
      const { client } = clientOf(server.origin);
      const report = await sendUpdate({ client, update: each, dates, verify: true });
      assert.deepEqual([report.outcome, report.failure?.code], ['failed', 'invalid-input']);
      assert.equal(server.connections, 0);
    });
  }

  it('refuses on a read-only connection before any connection', async () => {
    const server = await start();
    const { client } = clientOf(server.origin, { readOnly: true });
    const report = await sendUpdate({ client, update, dates, verify: true });
    assert.deepEqual([report.outcome, report.failure?.code, server.connections], ['failed', 'read-only', 0]);
  });

  it('does not count the time for which somebody looks at the review', async () => {
    const server = await start();
    script(server);
    let lookedMs = 0;
    const began = performance.now();
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      review: async () => {
        const shownAt = performance.now();
        await aLook(50);
        lookedMs = performance.now() - shownAt;
        return 'send';
      },
    });
    const allMs = performance.now() - began;
    assert.ok(
      report.durationMs <= allMs - lookedMs,
      `${report.durationMs} of ${allMs}, ${lookedMs} of a look`,
    );
  });

  it('does not send what the user cancels', async () => {
    const server = await start();
    script(server, { record: status(200, { ...record, system_status: 'IN_PROGRESS', status_id: 3 }) });
    const views: ReviewView[] = [];
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      review: (view) => {
        views.push(view);
        return Promise.resolve('cancel');
      },
    });
    assert.deepEqual([report.outcome, report.failure?.code, puts(server)], ['cancelled', 'cancelled', 0]);
    assert.deepEqual([views[0]?.inProgress, views[0]?.unchanged], [true, true]);
  });

  it('is cancelled in each phase', async () => {
    const server = await start();
    script(server);
    for (const [phase, code, sent] of [
      ['checking', 'cancelled', 0],
      ['reviewing', 'cancelled', 0],
      ['sending', 'cancelled', 0],
    ] as const) {
      const abort = new AbortController();
      const report = await sendUpdate({
        client: clientOf(server.origin).client,
        update,
        dates,
        verify: true,
        signal: abort.signal,
        review: () => Promise.resolve('send'),
        onPhase: (now) => {
          if (now === phase) abort.abort();
        },
      });
      assert.deepEqual([report.outcome, report.failure?.code], ['cancelled', code]);
      assert.equal(puts(server), sent);
    }
  });

  it('stays updated when cancelled while reading back', async () => {
    const server = await start();
    script(server);
    const abort = new AbortController();
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update,
      dates,
      verify: true,
      signal: abort.signal,
      onPhase: (phase) => {
        if (phase === 'verifying') abort.abort();
      },
    });
    assert.deepEqual([report.outcome, report.unchecked], ['updated', ['record-after']]);
  });

  it('finds a conflict with the record as expected, unless forced', async () => {
    const server = await start();
    script(server);
    const { client } = clientOf(server.origin);
    const expected = { ...record, order: '4' };
    const report = await sendUpdate({ client, update, dates, verify: false, expected });
    assert.deepEqual([report.outcome, report.failure?.code, puts(server)], ['failed', 'conflict', 0]);
    assert.equal(report.failure?.params?.changed, 'order');
    const forced = await sendUpdate({ client, update, dates, verify: false, expected, force: true });
    assert.deepEqual([forced.outcome, puts(server)], ['updated', 1]);
  });

  describe('when somebody changes the record while it is shown', () => {
    /** Each answer is given after the record was changed once more, `changes` times in all. */
    async function reviewed(
      answers: readonly ('send' | 'cancel')[],
      more: { force?: boolean; changes?: number } = {},
    ): Promise<{ report: UpdateReport; views: ReviewView[]; kept: unknown[]; sent: number }> {
      const server = await start();
      let order = 1;
      const now = (): object => ({ ...record, order: String(order) });
      script(server, { record: () => status(200, now()) });
      const views: ReviewView[] = [];
      const kept: unknown[] = [];
      const report = await sendUpdate({
        client: clientOf(server.origin).client,
        update,
        dates,
        verify: false,
        recheckAfterMs: 0,
        ...(more.force === undefined ? {} : { force: more.force }),
        beforeSending: (before) => Promise.resolve(void kept.push(before?.order)),
        review: (view) => {
          views.push(view);
          if (views.length <= (more.changes ?? 1)) order += 1;
          return Promise.resolve(answers[views.length - 1] ?? 'cancel');
        },
      });
      return { report, views, kept, sent: puts(server) };
    }

    it('asks again with what changed, and sends when told to', async () => {
      const { report, views, kept, sent } = await reviewed(['send', 'send']);
      assert.deepEqual([report.outcome, sent, views.length], ['updated', 1, 2]);
      assert.deepEqual(
        views.map(({ conflict }) => conflict),
        [[], [{ field: 'order', before: '1', after: '2' }]],
      );
      assert.equal(views[1]?.before?.order, '2');
      assert.deepEqual(kept, ['2'], 'what is kept for a restore is the record as it was last');
    });

    it('sends nothing when told not to, and says why', async () => {
      const { report, kept, sent } = await reviewed(['send', 'cancel']);
      assert.deepEqual([report.outcome, report.failure?.code, sent], ['cancelled', 'conflict', 0]);
      assert.deepEqual([report.failure?.params?.changed, kept], ['order', []]);
    });

    it('asks as often as it changes', async () => {
      const { report, views } = await reviewed(['send', 'send', 'send'], { changes: 2 });
      assert.deepEqual([report.outcome, views.length], ['updated', 3]);
      assert.deepEqual(views[2]?.conflict, [{ field: 'order', before: '2', after: '3' }]);
    });

    it('does not ask where it was forced', async () => {
      const { report, views } = await reviewed(['send'], { force: true });
      assert.deepEqual([report.outcome, report.before?.order, views.length], ['updated', '2', 1]);
    });
  });

  it('asks again when the date has become past while it was shown', async () => {
    const server = await start();
    script(server);
    let now = Date.UTC(2027, 0, 5, 8, 59);
    const shown: string[][] = [];
    const report = await sendUpdate({
      client: clientOf(server.origin).client,
      update: { ...update, fields: { next_call_date: '2027-01-05 10:00' } },
      dates: createNextCallDateChecker('Europe/Warsaw', () => now),
      verify: false,
      review: ({ problems }) => {
        shown.push(problems.map(({ code }) => code));
        now += 120_000;
        return Promise.resolve(shown.length === 1 ? 'send' : 'cancel');
      },
    });
    assert.deepEqual(shown, [[], ['date-past']]);
    assert.deepEqual([report.outcome, puts(server)], ['cancelled', 0]);
  });

  it('shows what became of an update whose reply was lost', async () => {
    const server = await start();
    let now: object = record;
    script(server, {
      record: () => status(200, now),
      put: applyThenReset(() => (now = { ...record, status_id: 3 })),
    });
    const report = await sendUpdate({ client: clientOf(server.origin).client, update, dates, verify: true });
    assert.deepEqual([report.outcome, report.failure?.code], ['failed', 'in-doubt']);
    assert.deepEqual([report.after, report.differences], [{ ...record, status_id: 3 }, []]);
  });

  it('tells differences read back', async () => {
    const server = await start();
    script(server);
    const report = await sendUpdate({ client: clientOf(server.origin).client, update, dates, verify: true });
    assert.deepEqual(report.differences, [{ field: 'status_id', before: '6', after: '3', changes: true }]);
  });

  it('derives the dictionary status where the list tells, and says so where it does not', async () => {
    const server = await start();
    const fields = { dictionary_status_id: '2' };
    const send = (): ReturnType<typeof sendUpdate> =>
      sendUpdate({
        client: clientOf(server.origin).client,
        update: { ...update, fields },
        dates,
        verify: true,
      });
    script(server, { record: ok({ body: { ...record, status_id: '3' } }) });
    const derived = await send();
    assert.deepEqual([derived.differences, derived.unchecked], [[], []]);
    script(server, { record: ok({ body: { ...record, status_id: '9' } }) });
    assert.deepEqual((await send()).differences, [
      { field: 'dictionary_status_id', before: '7', after: '2', changes: true },
    ]);
    script(server, { record: ok({ body: { ...record, status_id: '77' } }) });
    assert.deepEqual((await send()).unchecked, ['dictionary_status_id']);
  });
});
