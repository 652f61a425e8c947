import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { groupFailures, recordsCsv, recordsOf, readAll } from '../../../src/paste/readPaste.js';
import { repositoryRoot } from '../../support/editor/installed.js';

const url = (customer: number): string =>
  `https://acme.thulium.com/api/crm_outbounds/00001/records/${customer}`;
const answer = (message: string): string =>
  `{"request_id":"53678450401cf","errors":[{"message":"${message}","code":111111}]}`;

describe('a log of a night', () => {
  const lines = Array.from({ length: 60 }, (_, index) => {
    const at = `[2018-05-24 02:${String(index).padStart(2, '0')}:00] production.`;
    if (index % 6 === 0) return `${at}ERROR: PUT ${url(index)} 400 ${answer('Agent not found.')}`;
    if (index % 15 === 1) return `${at}ERROR: PUT ${url(index)} 404 ${answer(`Record ${index} not found.`)}`;
    return index % 20 === 2 ? `${at}ERROR: PUT ${url(index)} 401` : `${at}INFO: PUT ${url(index)} 204`;
  });

  it('has its failed calls by cause, the most frequent first, with the records of each', () => {
    const { chosen, calls = [] } = readAll(lines.join('\n')) ?? {};
    const groups = groupFailures(calls);
    assert.deepEqual(
      groups.map(({ status, message, calls: own }) => [status, message, own.length]),
      [
        [400, 'Agent not found.', 10],
        [404, 'Record 1 not found.', 4],
        [401, '', 2],
      ],
    );
    assert.equal(chosen?.url, url(0));
    const [, second] = groups;
    assert.equal(
      recordsCsv(recordsOf(second?.calls ?? [])),
      ['campaign_id,customer_id', '00001,1', '00001,16', '00001,31', '00001,46', ''].join('\r\n'),
    );
  });

  it('of Laravel is read from its events, traces and all', () => {
    const text = readFileSync(path.join(repositoryRoot, 'test/corpus/pastes/k1-laravel.txt'), 'utf8');
    const night = [text, text, text.replaceAll('Agent not found.', 'Status not found.')].join('\n');
    assert.deepEqual(
      groupFailures(readAll(night)?.calls ?? []).map(({ status, message, calls }) => [
        status,
        message,
        calls.length,
      ]),
      [
        [400, 'Agent not found.', 2],
        [400, 'Status not found.', 1],
      ],
    );
  });

  it('takes no hostile text for an id', () => {
    assert.equal(recordsCsv([{ campaignId: '=1+1', customerId: '441' }]), 'campaign_id,customer_id\r\n');
  });
});
