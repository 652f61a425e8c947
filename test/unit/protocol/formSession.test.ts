import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { draftOf, type FormServices, FormSession } from '../../../src/editor/form/formSession.js';
import { formContract, type Activity } from '../../../src/protocol/form.js';
import { connect, type RpcClient } from '../../../src/protocol/rpc.js';
import {
  exampleReview,
  inventServices,
  simulator,
  updated,
  type InventedServices,
} from '../../support/form/services.js';

const draft = draftOf({ campaignId: '00001', customerId: '441', fields: { status_id: '8' } });

describe('a session of the update form', () => {
  let invented: InventedServices;
  let session: FormSession;
  let page: RpcClient<typeof formContract>;
  let events: EventEmitter;

  beforeEach(() => {
    invented = inventServices();
    open(invented.services);
  });

  afterEach(() => {
    page.dispose();
    session.dispose();
  });

  function open(services: FormServices): void {
    const wire = new EventEmitter();
    events = new EventEmitter();
    const port = (
      to: string,
      from: string,
    ): { post(message: unknown): void; listen(on: (message: unknown) => void): () => void } => ({
      post: (message) => wire.emit(to, structuredClone(message)),
      listen: (listener) => {
        wire.on(from, listener);
        return () => wire.off(from, listener);
      },
    });
    session = new FormSession({
      port: port('page', 'host'),
      services,
      language: 'en',
      bundle: {},
      prefill: draft,
      onSubject: (customerId) => events.emit('subject', customerId),
    });
    page = connect(
      formContract,
      port('host', 'page'),
      {
        connection: (connection) => events.emit('connection', connection),
        activity: (activity) => events.emit(activity.state, activity),
      },
      (report) => {
        throw new Error(report.kind);
      },
    );
  }

  async function next<S extends Activity['state']>(state: S): Promise<Extract<Activity, { state: S }>> {
    const [activity] = (await once(events, state)) as [Extract<Activity, { state: S }>];
    return activity;
  }

  const send = (): ReturnType<typeof page.call<'send'>> =>
    page.call('send', { draft, connectionId: 'simulator', review: false });

  it('starts with the connection, the prefill and the zone', async () => {
    const start = await page.call('start', {});
    assert.deepEqual(
      [start.connection?.id, start.prefill, start.timeZone],
      ['simulator', draft, 'Europe/Warsaw'],
    );
    assert.deepEqual(start.activity, { state: 'idle' });
  });

  it('judges a draft in words, and previews only what may be sent', async () => {
    const good = await page.call('check', { draft });
    assert.deepEqual(good.problems, []);
    assert.equal(good.preview?.body, '{"status_id":"8"}');
    const bad = await page.call('check', { draft: { ...draft, campaignId: '1' } });
    assert.equal(bad.preview, null);
    assert.deepEqual([bad.problems[0]?.field, bad.problems[0]?.suggestion], ['campaignId', '00001']);
  });

  it('tells the difference between what was sent and what was read back', async () => {
    invented.send = () => Promise.resolve({ ...updated, after: { status_id: 3 } });
    const done = next('done');
    assert.deepEqual(await send(), { accepted: true });
    assert.deepEqual((await done).outcome.differences, [{ field: 'status_id', sent: '8', found: '3' }]);
  });

  it('takes up one update at a time', async () => {
    let finish: ((outcome: typeof updated) => void) | undefined;
    invented.send = () => new Promise((resolve) => (finish = resolve));
    await send();
    assert.deepEqual(await send(), { accepted: false, reason: 'busy' });
    const done = next('done');
    finish?.(updated);
    await done;
    assert.equal(invented.sent.length, 1);
  });

  it('sends to no other connection than the page showed', async () => {
    const told = once(events, 'connection');
    assert.deepEqual(await page.call('send', { draft, connectionId: 'old', review: false }), {
      accepted: false,
      reason: 'connection-changed',
    });
    await told;
    assert.deepEqual(invented.sent, []);
  });

  it('lets only the review that is shown be confirmed, once', async () => {
    const decisions: string[] = [];
    invented.send = async (_update, { review }) => {
      decisions.push(await review(exampleReview));
      return updated;
    };
    const shown = next('review');
    await send();
    const { reviewId } = await shown;
    const decide = (id: number): Promise<unknown> => page.call('decide', { reviewId: id, decision: 'send' });
    assert.deepEqual(await decide(reviewId + 1), { accepted: false, reason: 'unknown' });
    const done = next('done');
    assert.deepEqual(await decide(reviewId), { accepted: true });
    await done;
    assert.deepEqual(await decide(reviewId), { accepted: false, reason: 'unknown' });
    assert.deepEqual(decisions, ['send']);
  });

  it('confirms nothing when the form is closed during the review', async () => {
    const asked = new EventEmitter();
    invented.send = async (_update, { review }) => {
      asked.emit('decision', await review(exampleReview));
      return updated;
    };
    const shown = next('review');
    await send();
    await shown;
    const decision = once(asked, 'decision');
    session.dispose();
    assert.deepEqual(await decision, ['cancel']);
  });

  it('cancels the update under way, its review included', async () => {
    invented.send = async (_update, { review, signal }) => ({
      outcome: (await review(exampleReview)) === 'cancel' && signal.aborted ? 'cancelled' : 'failed',
      attempts: 0,
      durationMs: 0,
    });
    const shown = next('review');
    await send();
    await shown;
    const done = next('done');
    await page.call('cancel', {});
    assert.equal((await done).outcome.outcome, 'cancelled');
  });

  it('restores only what it sent itself', async () => {
    assert.deepEqual(await page.call('restore', { updateId: 'u-1' }), { accepted: false, reason: 'unknown' });
    const sent = next('done');
    await send();
    await sent;
    const restored = next('done');
    assert.deepEqual(await page.call('restore', { updateId: 'u-1' }), { accepted: true });
    assert.equal((await restored).action, 'restore');
  });

  it('cancels a review when the window is switched to another system, and keeps it for a mere change', async () => {
    const decisions: string[] = [];
    invented.send = async (_update, { review }) => {
      decisions.push(await review(exampleReview));
      return { outcome: 'cancelled', attempts: 0, durationMs: 0, isSwitched: true };
    };
    const shown = next('review');
    await send();
    const { reviewId } = await shown;
    const told = once(events, 'connection');
    invented.connect({ ...simulator, name: 'renamed' });
    await told;
    assert.deepEqual(decisions, []);
    const done = next('done');
    invented.connect({ ...simulator, id: 'acme', production: true });
    assert.equal((await done).outcome.isSwitched, true);
    assert.deepEqual(decisions, ['cancel']);
    assert.deepEqual(await page.call('decide', { reviewId, decision: 'send' }), {
      accepted: false,
      reason: 'unknown',
    });
  });

  it('verifies a restore against what was restored, on the system of its update', async () => {
    const system = { name: 'acme', production: true, readOnly: false };
    invented.send = () => Promise.resolve({ ...updated, system });
    invented.services.restore = () =>
      Promise.resolve({
        ...updated,
        after: { status_id: '3' },
        update: { campaignId: '00001', customerId: '441', fields: { status_id: '3' } },
      });
    const sent = next('done');
    await send();
    assert.deepEqual((await sent).outcome.system, system);
    const restored = next('done');
    await page.call('restore', { updateId: 'u-1' });
    const { outcome } = await restored;
    assert.deepEqual([outcome.differences, outcome.restored], [[], ['status_id']]);
    assert.deepEqual(outcome.system, system);
  });

  it('says so when the sender breaks, and can send again', async () => {
    invented.send = () => Promise.reject(new Error('a bug'));
    const crashed = next('crashed');
    await send();
    await crashed;
    assert.match(invented.reports.join(), /a bug/);
    invented.send = () => Promise.resolve(updated);
    const done = next('done');
    await send();
    assert.equal((await done).outcome.outcome, 'updated');
  });

  it('tells the page when the connection changes', async () => {
    const told = once(events, 'connection');
    invented.connect(undefined);
    assert.deepEqual(await told, [null]);
  });

  it('offers dates by the clock of the zone', async () => {
    assert.deepEqual(await page.call('quickDate', { kind: 'in-an-hour' }), { text: '2026-05-01 11:00' });
  });

  it('names the record as soon as its id is one', async () => {
    const subjects: unknown[] = [];
    events.on('subject', (subject) => subjects.push(subject));
    await page.call('check', { draft });
    await page.call('check', { draft: { ...draft, customerId: 'x' } });
    assert.deepEqual(subjects, ['441', undefined]);
  });
});
