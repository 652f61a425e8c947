import assert from 'node:assert/strict';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import { hidePasted } from '../../../src/paste/secrets.js';
import { readPaste } from '../../../src/paste/readPaste.js';
import {
  diagnosisCodes,
  type DiagnosisCode,
  type Knowledge,
} from '../../../src/simulator/diagnosis/codes.js';
import { defaultCampaigns } from '../../../src/simulator/engine/inventedData.js';
import { diagnosePaste } from '../../../src/paste/pastedRequest.js';

const url = 'https://acme.thulium.com/api/crm_outbounds/00001/records/441';
const curl = (body: string, more = '', address = url): string =>
  `curl -u api_user:s3cret-pass -X PUT -H 'Content-Type: application/json' ${more} -d '${body}' ${address}`;
const message = (
  body: string,
  headers: readonly string[] = [],
  target = '/api/crm_outbounds/00001/records/441',
): string =>
  [
    `PUT ${target} HTTP/1.1`,
    'Host: acme.thulium.com',
    'Authorization: Basic YXBpX3VzZXI6czNjcmV0LXBhc3M=',
    ...headers,
    '',
    body,
  ].join('\n');
const refused =
  '\n\nHTTP/1.1 400 Bad Request\nContent-Type: application/json\n\n{"request_id":"1","errors":[]}';

const campaigns = defaultCampaigns();
const first = campaigns[0] ?? { statuses: [], agents: [] };
const knowledge: Knowledge = {
  campaigns,
  statuses: first.statuses.map((each) => ({
    ...each,
    dictionary_status_id: each.dictionary_status_id === null ? null : String(each.dictionary_status_id),
  })),
  agents: first.agents,
  record: { customer_id: 441, status_id: 3, order: '' },
  dates: createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2018, 4, 24)),
};

/** A pasted text that provokes each code of the contract. */
const pastes: Record<DiagnosisCode, [text: string, more?: Knowledge]> = {
  'auth-missing': [`${message('{}').replace(/Authorization.*\n/, '')}\n\nHTTP/1.1 401 Unauthorized\n`],
  'auth-scheme': [
    curl('{"status_id":"4"}', "-H 'Authorization: Bearer abcdef'").replace('-u api_user:s3cret-pass', ''),
  ],
  'auth-wrong': [`${message('{"status_id":"4"}')}\n\nHTTP/1.1 401 Unauthorized\n`],
  'method-wrong': [curl('{"status_id":"4"}').replace('PUT', 'PATCH')],
  'path-wrong': [curl('{"status_id":"4"}', '', 'https://acme.thulium.com/api/crm_outbound/00001/record/441')],
  'trailing-slash': [curl('{"status_id":"4"}', '', `${url}/`)],
  'campaign-id-shape': [`2018-05-24 12:24 ERROR PUT ${url.replace('00001', '1')} 404`],
  'campaign-unknown': [`[error] PUT ${url.replace('00001', '00009')} -> 404`],
  'customer-unknown': [`${message('{"status_id":"4"}')}${refused}`, { ...knowledge, record: null }],
  'body-missing': [`curl -u a:b -X PUT ${url}`],
  'body-form-encoded': [`curl -u a:b -X PUT -d 'status_id=4&order=5' ${url}`],
  'body-not-object': [curl('[{"status_id":"4"}]')],
  'json-broken': [`${message('{"status_id":"4",}')}${refused}`],
  'content-type': [curl('{"status_id":"4"}').replace('application/json', 'text/plain')],
  'content-length': [`${message('{"agent_login":"zażółć"}', ['Content-Length: 24'])}${refused}`],
  encoding: [`${message('\uFEFF{"status_id":"4"}', ['Content-Type: application/json'])}${refused}`],
  'unknown-key': [curl('{"statusId":"4"}')],
  'unknown-parameter': ['curl -u a:b https://acme.thulium.com/api/customers?external_id=EXT-1'],
  'limit-cut': ['GET https://acme.thulium.com/api/crm_outbounds/00001/records?limit=200 -> 200'],
  'null-value': [curl('{"order":null}')],
  'status-unknown': [
    `PUT ${url} HTTP 400 {"status_id":"777"} {"request_id":"x","errors":[{"message":"Bad."}]}`,
  ],
  'agent-required': [curl('{"status_id":"5","next_call_date":"2018-05-25 12:24"}')],
  'date-required': [curl('{"status_id":"5","agent_login":"j.doe"}')],
  'date-format': [curl('{"next_call_date":"24.05.2018 12:24"}')],
  'date-impossible': [curl('{"next_call_date":"2018-02-30 12:24"}')],
  'agent-unknown': [curl('{"agent_login":"nobody"}')],
  'agent-inactive': [curl('{"agent_login":"m.wojcik"}')],
  'duplicate-header': [
    message('{"status_id":"4"}', ['Content-Type: application/json', 'content-type: text/plain']),
  ],
  unchanged: [curl('{"status_id":"3"}')],
  'success-misread': [
    `${message('{"status_id":"4"}', ['Content-Type: application/json'])}\n\nHTTP/1.1 204 No Content\n`,
  ],
  'record-exists': [
    'POST https://acme.thulium.com/api/crm_outbounds/00001/records 400 {"request_id":"1","errors":[{"message":"Record already exists."}]}',
  ],
  'not-simulated': ['GET https://acme.thulium.com/api/tickets/12 -> 404'],
};

describe('a pasted request', () => {
  for (const code of diagnosisCodes) {
    it(`provokes ${code}`, () => {
      const [text, more = knowledge] = pastes[code];
      const pasted = readPaste(text);
      assert.ok(pasted, 'read');
      const found = diagnosePaste(pasted, more);
      assert.ok(
        found.some((each) => each.code === code),
        `${JSON.stringify(pasted)}\n${JSON.stringify(found)}`,
      );
    });
  }

  it('is read from curl with what it printed', () => {
    const text = `$ ${curl('{"status_id":"4"}')} -v
* Connected to acme.thulium.com
> PUT /api/crm_outbounds/00001/records/441 HTTP/1.1
> Host: acme.thulium.com
>
< HTTP/1.1 404 Not Found
< Content-Type: application/json
<
{"request_id":"53678450401cf","errors":[{"message":"Record doesn't exist.","code":3}]}`;
    const pasted = readPaste(text);
    assert.deepEqual(
      [pasted?.method, pasted?.url, pasted?.body, pasted?.status],
      ['PUT', url, '{"status_id":"4"}', 404],
    );
    assert.match(pasted?.response ?? '', /53678450401cf/);
  });

  it('is read from curl -v alone, whose body nobody sees', () => {
    const pasted = readPaste(`> PUT /api/crm_outbounds/00001/records/441 HTTP/1.1
> Host: acme.thulium.com
> Content-Length: 17
>
< HTTP/1.1 400 Bad Request
<
{"errors":[]}`);
    assert.deepEqual([pasted?.url, pasted?.body, pasted?.status], [url, undefined, 400]);
  });

  it('is read from the line of a PHP client', () => {
    const text = `GuzzleHttp\\Exception\\ClientException: Client error: \`PUT ${url}\` resulted in a \`400 Bad Request\` response:
{"request_id":"53678450401cf","errors":[{"message":"Agent not found.","code":111111}]}`;
    const pasted = readPaste(text);
    assert.deepEqual(
      [pasted?.method, pasted?.url, pasted?.status, pasted?.body],
      ['PUT', url, 400, undefined],
    );
    const [found] = diagnosePaste(pasted ?? {}, {});
    assert.deepEqual([found?.code, found?.certainty], ['agent-unknown', 'likely']);
  });

  it('is read from structured lines, the simulator’s own among them', () => {
    const line = JSON.stringify({
      at: 'x',
      method: 'PUT',
      path: new URL(url).pathname,
      status: 400,
      body: '{"order":"x"}',
    });
    const { method, url: path, status, body, travelled } = readPaste(`12:24 info ${line}`) ?? {};
    assert.deepEqual(
      [method, path, status, body, travelled],
      ['PUT', '/api/crm_outbounds/00001/records/441', 400, '{"order":"x"}', false],
    );
  });

  it('is read from an answer alone, and from a URL in prose', () => {
    assert.equal(readPaste('{"request_id":"1","errors":[{"message":"Agent not found."}]}')?.status, 400);
    assert.equal(readPaste(`We get 403 from ${url}.`)?.url, url);
    assert.equal(readPaste(`We get 403 from ${url}.`)?.status, 403);
  });

  it('is not seen in what holds none', () => {
    for (const text of ['', 'hello', 'PUT it away', '{"a":1}', 'curl', 'SELECT 1 FROM t WHERE x = 400'])
      assert.equal(readPaste(text), undefined, text);
  });

  it('with hidden credentials is not told that they are wrong in form', () => {
    for (const credentials of ['Basic •••', 'Basic $TOKEN', 'Basic ...', '<hidden>']) {
      const text = `${message('{"status_id":"4"}').replace(/Authorization: .*/, `Authorization: ${credentials}`)}${refused}`;
      const found = diagnosePaste(readPaste(text) ?? {}, knowledge).map(({ code }) => code);
      assert.ok(!found.some((code) => code.startsWith('auth')), `${credentials}: ${found.join()}`);
    }
  });

  it('counts no bytes that the paste itself added or lost', () => {
    const body = '{\n"status_id":"4"\n}';
    for (const length of [19, 20, 21, 23]) {
      const text = `${message(body, [`Content-Length: ${length}`, 'Content-Type: application/json'])}${refused}`;
      const found = diagnosePaste(readPaste(text) ?? {}, knowledge).map(({ code }) => code);
      assert.equal(found.includes('content-length'), length === 23, `${length}: ${found.join()}`);
    }
  });

  it('never shows a secret', () => {
    const texts = [
      curl('{}'),
      message('{}', ['Cookie: session=s3cret-pass', 'X-Api-Key: s3cret-pass']),
      `curl 'https://api_user:s3cret-pass@acme.thulium.com/api/outbounds'`,
      `curl_setopt($c, CURLOPT_USERPWD, "api_user:s3cret-pass");`,
      `requests.put(url, auth=('api_user', 's3cret-pass'))`,
      `{"username":"api_user","password":"s3cret-pass"}`,
      `< Set-Cookie: id=s3cret-pass; HttpOnly`,
    ];
    for (const text of texts) {
      const shown = hidePasted(text);
      assert.doesNotMatch(shown, /s3cret|YXBpX3VzZXI6czNjcmV0/, shown);
      assert.equal(hidePasted(shown), shown, 'twice is once');
    }
  });
});
