import assert from 'node:assert/strict';
import { sendUpdate, type UpdateReport } from '../../../src/thulium/sendUpdate.js';
import { status, type Behaviour, type FaultServer } from '../../support/faultServer/index.js';
import { clientOf, dates, putBodies, update, useServers } from './support.js';

const record = { customer_id: 441, system_status: 'CALL', status_id: 6, agent_login: '', next_call_date: '' };
const statuses = [{ system_status: 'CALL', status_id: '3', dictionary_status_id: 2, name: 'Contact' }];

/** What becomes of each PUT in turn; the last repeats. */
const systems = {
  'that answers': ['applied'],
  'that refuses at first': ['refused', 'applied'],
  'that loses its first reply': ['lost', 'applied'],
} as const;
type Fate = (typeof systems)[keyof typeof systems][number];

/** One update with everything that can be awaited, and what the server knows of it. */
interface Sent {
  report: UpdateReport;
  moments: string[];
  arrived: number;
  applied: number;
  /** A PUT arrived to which no whole answer was given. */
  unanswered: boolean;
}

describe('The sender, cancelled at every moment', function () {
  this.timeout(60_000);
  const start = useServers();

  async function send(server: FaultServer, fates: readonly Fate[], cancelAt?: number): Promise<Sent> {
    const abort = new AbortController();
    const moments: string[] = [];
    const seen = { applied: 0, answered: 0 };
    const before = putBodies(server).length;
    const moment = (name: string): void => {
      moments.push(name);
      if (moments.length === cancelAt) abort.abort();
    };
    const answer: Behaviour = {
      name: 'in moments',
      async run(exchange) {
        const { method, target } = exchange.request;
        const name = method === 'PUT' ? 'PUT' : target.endsWith('/statuses') ? 'statuses' : 'record';
        const fate = fates[Math.min(putBodies(server).length - before, fates.length) - 1];
        if (name === 'PUT' && fate !== 'refused') seen.applied++;
        moment(`${name} came`);
        if (name === 'PUT' && fate === 'lost') {
          exchange.reset();
          return;
        }
        const code = name !== 'PUT' ? 200 : fate === 'refused' ? 503 : 204;
        const body = name === 'PUT' ? '' : JSON.stringify(name === 'record' ? record : statuses);
        const length = code === 204 ? '' : `Content-Length: ${body.length}\r\n`;
        await exchange.write(`HTTP/1.1 ${code} As Told\r\nContent-Type: application/json\r\n`);
        moment(`${name} is answered in part`);
        if (name === 'PUT' && !abort.signal.aborted) seen.answered++;
        await exchange.write(`${length}\r\n${body}`);
      },
    };
    server.script(answer);
    const report = await sendUpdate({
      client: clientOf(server.origin, {
        pause: (_, signal) => {
          moment('pause');
          return Promise.resolve(signal?.aborted !== true);
        },
      }).client,
      update,
      dates,
      verify: true,
      recheckAfterMs: 0,
      signal: abort.signal,
      onPhase: moment,
      onAttempt: ({ request }) => {
        moment(`${request.method} ended`);
      },
      review: () => {
        moment('review');
        return Promise.resolve('send');
      },
      beforeSending: () => {
        moment('before sending');
        return Promise.resolve();
      },
    });
    // Whatever is still on its way to the server comes before this is answered.
    server.script(status(200, []));
    await clientOf(server.origin).client.listAgents(update.campaignId);
    const arrived = putBodies(server).length - before;
    return { report, moments, arrived, applied: seen.applied, unanswered: seen.answered < arrived };
  }

  for (const [name, fates] of Object.entries(systems)) {
    it(`tells what became of the update on a system ${name}, and leaves nothing open`, async () => {
      const server = await start();
      const { moments, report } = await send(server, fates);
      assert.equal(report.outcome, 'updated', JSON.stringify(report));
      const timers = timersNow();
      for (let number = 1; number <= moments.length; number++) {
        const sent = await send(server, fates, number);
        const at = `cancelled at ${number}, ${sent.moments[number - 1]}: ${JSON.stringify(sent)}`;
        assert.ok(sent.moments.length >= number, at);
        assertTruth(sent, at);
        if (number <= moments.indexOf('PUT came')) assert.equal(sent.arrived, 0, at);
        // What is kept for the history is kept of updates that go.
        assert.ok(!sent.moments.slice(number).includes('before sending'), at);
        // Two reads go at a time, so two connections may be kept for later.
        await server.waitForNoSockets(2);
        assert.equal(timersNow(), timers, at);
      }
    });
  }
});

function assertTruth({ report, moments, arrived, applied, unanswered }: Sent, at: string): void {
  const { outcome, attempts, failure } = report;
  assert.equal(attempts, arrived, at);
  assert.equal(moments.filter((each) => each === 'PUT ended').length, arrived, at);
  if (outcome === 'updated') {
    assert.ok(applied > 0, at);
  } else if (failure?.code === 'cancelled') {
    assert.deepEqual([outcome, applied, unanswered], ['cancelled', 0, false], at);
  } else {
    assert.equal(failure?.code, 'in-doubt', at);
    assert.ok(unanswered, at);
  }
}

/** Timers that keep the process alive. */
function timersNow(): number {
  return process.getActiveResourcesInfo().filter((each) => each === 'Timeout').length;
}
