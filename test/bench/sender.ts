import { createNextCallDateChecker } from '../../src/core/nextCallDate.js';
import { createThuliumClient } from '../../src/thulium/client.js';
import { sendUpdate } from '../../src/thulium/sendUpdate.js';
import { barePut, keepAliveAgent, loadBareFetch } from './support/bareFetch.js';
import { startBenchServer } from './support/processes.js';
import { section, type SectionResult } from './support/result.js';
import { differences, median } from './support/statistics.js';

const callsPerRound = 200;
const update = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };

/** What our client and our sender add to node-fetch's own time for the same calls, in milliseconds a call. */
await section(9, async (rounds) => {
  const server = await startBenchServer();
  const fetch = await loadBareFetch();
  const agent = keepAliveAgent();
  const put = barePut(fetch, server.url, agent);
  const get = async (path: string): Promise<void> => {
    const answer = await fetch(`${server.url}/api/${path}`, {
      agent,
      headers: { accept: 'application/json' },
    });
    await answer.json();
  };
  const client = createThuliumClient({
    connection: {
      id: 'bench',
      name: 'bench',
      baseUrl: server.url,
      username: 'u',
      production: false,
      readOnly: false,
    },
    password: 'p',
    settings: { timeoutSeconds: 30, maxAttempts: 3, language: 'en' },
  });
  const dates = createNextCallDateChecker('Europe/Warsaw', () => Date.now());
  const record = 'crm_outbounds/00001/records/441';

  const bareCall = (): Promise<void> => put(441);
  const ourCall = async (): Promise<void> => {
    const { failure } = await client.updateRecord(update);
    if (failure) throw new Error(failure.code);
  };
  const bareUpdate = async (): Promise<void> => {
    await Promise.all([get('outbounds/00001/statuses'), get(record)]);
    await put(441);
    await get(record);
  };
  const ourUpdate = async (): Promise<void> => {
    const { failure } = await sendUpdate({ client, update, dates, verify: true });
    if (failure) throw new Error(failure.code);
  };

  const calls = await alternate(rounds, bareCall, ourCall);
  const updates = await alternate(rounds, bareUpdate, ourUpdate);
  agent.destroy();
  await server.stop();
  return rowsOf(calls, updates);
});

function rowsOf(calls: Pair, updates: Pair): SectionResult {
  return {
    rows: [
      { name: 'a PUT by bare node-fetch', unit: 'ms', values: calls.theirs },
      { name: 'a PUT by our client', unit: 'ms', values: calls.ours },
      {
        name: 'our client adds to a PUT',
        unit: 'ms',
        values: differences(calls.ours, calls.theirs),
        goal: { atMost: 3 },
      },
      { name: 'the four calls of an update by bare node-fetch', unit: 'ms', values: updates.theirs },
      { name: 'an update by our sender', unit: 'ms', values: updates.ours },
      {
        name: 'our sender adds to its four calls',
        unit: 'ms',
        values: differences(updates.ours, updates.theirs),
        goal: { atMost: 3 },
      },
    ],
    notes: ['The four calls of an update: statuses and record side by side, the PUT, the record read back.'],
  };
}

interface Pair {
  theirs: number[];
  ours: number[];
}

/** Medians of rounds in turn, whichever goes first changing each time; the first round only warms up. */
async function alternate(
  rounds: number,
  their: () => Promise<void>,
  our: () => Promise<void>,
): Promise<Pair> {
  const result: Pair = { theirs: [], ours: [] };
  for (let round = 0; round <= rounds; round++) {
    const turns = [
      { work: their, into: result.theirs },
      { work: our, into: result.ours },
    ];
    for (const { work, into } of round % 2 === 0 ? turns : turns.reverse()) {
      const each = await typicalTime(work);
      if (round > 0) into.push(each);
    }
  }
  return result;
}

async function typicalTime(work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let call = 0; call < callsPerRound; call++) {
    const started = performance.now();
    await work();
    times.push(performance.now() - started);
  }
  return median(times);
}
