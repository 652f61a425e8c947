import assert from 'node:assert/strict';
import type { CampaignStatus } from '../../../src/core/record.js';
import { withImportedStatuses } from '../../../src/thulium/lists.js';
import { readStatusFile, writeStatusFile } from '../../../src/thulium/statusFile.js';
import { errorBody, status } from '../../support/faultServer/index.js';
import { clientOf, useServers } from './support.js';

const statuses: CampaignStatus[] = [
  { status_id: '3', dictionary_status_id: '2', name: 'Żółć <b>"$(trash)"</b>', system_status: 'CALL' },
  { status_id: '7', dictionary_status_id: null, name: '', system_status: 'SOMETHING_NEW' },
];

describe('A status file', () => {
  it('comes back as it was written, with or without a byte order mark', () => {
    const text = writeStatusFile({ campaignId: '00001', statuses });
    for (const each of [text, `\uFEFF${text}`]) {
      assert.deepEqual(readStatusFile(each), { ok: true, value: { campaignId: '00001', statuses } });
    }
  });

  it('may be the API’s own answer, saved', () => {
    const answer =
      '[{"system_status":"CALL","status_id":3,"dictionary_status_id":2,"name":"Contact needed"}]';
    const read = readStatusFile(answer);
    assert.deepEqual(read.ok && read.value, {
      statuses: [
        { status_id: '3', dictionary_status_id: '2', name: 'Contact needed', system_status: 'CALL' },
      ],
    });
  });

  for (const text of [
    '',
    '{',
    'null',
    '3',
    '[]',
    '{}',
    '{"statuses":[]}',
    '{"statuses":3}',
    '[{"status_id":"../x","name":"A","system_status":"CALL"}]',
    '[{"status_id":"3","dictionary_status_id":"x","name":"A","system_status":"CALL"}]',
  ]) {
    it(`is not ${text || 'nothing'}`, () => {
      const read = readStatusFile(text);
      assert.equal(read.ok ? '' : read.failure.problems?.[0]?.code, 'status-file-shape');
    });
  }
});

describe('Imported statuses', () => {
  const start = useServers();

  it('stand in for a list that cannot be read, of their campaign alone', async () => {
    const server = await start();
    const live = clientOf(server.origin, { maxAttempts: 1 }).client;
    const client = withImportedStatuses(live, (id) => Promise.resolve(id === '00001' ? statuses : undefined));
    for (const answer of [errorBody(403), errorBody(500)]) {
      server.script(answer);
      assert.deepEqual(await client.listStatuses('00001'), { ok: true, value: statuses });
      assert.equal((await client.listStatuses('00002')).ok, false);
    }
    server.script(status(200, [{ status_id: '4', name: 'Live', system_status: 'CALL' }]));
    const found = await client.listStatuses('00001');
    assert.equal(found.ok && found.value[0]?.name, 'Live');
  });
});
