import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { diagnosisCodes, type DiagnosisCode } from '../../../src/simulator/diagnosis/codes.js';
import { pageOf } from '../../../src/simulator/diagnosis/pages.js';
import type { RunningServer } from '../../../src/simulator/server/server.js';
import { wordDiagnosis } from '../../../src/messages/diagnosis.js';
import { diagnosisTable } from './support/diagnosisTable.js';
import { curl, curlUser, lastRequest, startTestServer } from './support/running.js';

const json = ['-H', 'Content-Type: application/json; charset=utf-8'];
const record = '/api/crm_outbounds/00001/records/441';
const tableFile = 'docs/generated/diagnoses.md';

interface Case {
  code: DiagnosisCode;
  what: string;
  /** curl's arguments before the URL, with credentials unless `anonymous`. */
  args: string[];
  /** Sent first, as `args` are. */
  before?: string[];
  url?: string;
  anonymous?: boolean;
  /** Expected among the params. */
  params?: Record<string, string>;
  /** Status of the answer. */
  status: number;
}

const put = (body: string, ...more: string[]): string[] => [
  '-X',
  'PUT',
  ...json,
  ...more,
  '--data-binary',
  body,
];
const basic = (text: string | Buffer): string =>
  `Authorization: Basic ${Buffer.from(text).toString('base64')}`;

describe('simulator: every diagnosis, provoked by curl', function () {
  this.timeout(30_000);
  let server: RunningServer;
  let folder: string;
  before(async () => {
    server = await startTestServer({ password: 'hasło z %', bodyPatience: 300 });
    folder = mkdtempSync(path.join(tmpdir(), 'simulator-diagnosis-'));
  });
  beforeEach(() => {
    server.control.reset();
  });
  after(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const cases: Case[] = [
    { code: 'auth-missing', what: 'no header', args: put('{"status_id":"3"}'), anonymous: true, status: 401 },
    {
      code: 'auth-scheme',
      what: 'a bearer token',
      args: put('{}', '-H', 'Authorization: Bearer abc'),
      anonymous: true,
      params: { kind: 'scheme', scheme: 'Bearer' },
      status: 401,
    },
    {
      code: 'auth-scheme',
      what: 'no base64',
      args: put('{}', '-H', 'Authorization: Basic api_user:x'),
      anonymous: true,
      params: { kind: 'token' },
      status: 401,
    },
    {
      code: 'auth-wrong',
      what: 'a wrong password',
      args: put('{}', '-u', 'api_user:nope'),
      anonymous: true,
      params: { kind: 'plain' },
      status: 401,
    },
    {
      code: 'auth-wrong',
      what: 'a line break of echo',
      args: put('{}', '-H', basic('api_user:hasło z %\n')),
      anonymous: true,
      params: { kind: 'line-break' },
      status: 401,
    },
    {
      code: 'auth-wrong',
      what: 'percent-encoding',
      args: put('{}', '-H', basic('api_user:has%C5%82o%20z%20%25')),
      anonymous: true,
      params: { kind: 'percent-encoded' },
      status: 401,
    },
    {
      code: 'auth-wrong',
      what: 'a password in Windows-1250',
      args: put('{}', '-H', basic(Buffer.from('api_user:has\xb3o z %', 'latin1'))),
      anonymous: true,
      params: { kind: 'encoding' },
      status: 401,
    },
    {
      code: 'method-wrong',
      what: 'PATCH',
      args: ['-X', 'PATCH', ...json, '-d', '{"status_id":"3"}'],
      params: { method: 'PATCH', allowed: 'PUT, GET' },
      status: 404,
    },
    {
      code: 'not-simulated',
      what: 'outbounds for crm_outbounds',
      args: put('{"status_id":"3"}'),
      url: '/api/outbounds/00001/records/441',
      params: { kind: 'by-phone', suggestion: record },
      status: 501,
    },
    {
      code: 'path-wrong',
      what: 'no /api',
      args: put('{"status_id":"3"}'),
      url: '/crm_outbounds/00001/records/441',
      params: { suggestion: record },
      status: 404,
    },
    {
      code: 'path-wrong',
      what: 'a double slash',
      args: put('{"status_id":"3"}'),
      url: '//api//crm_outbounds/00001/records/441',
      params: { suggestion: record },
      status: 404,
    },
    {
      code: 'trailing-slash',
      what: 'a slash at the end',
      args: put('{"status_id":"3"}'),
      url: `${record}/`,
      params: { path: record },
      status: 204,
    },
    {
      code: 'campaign-id-shape',
      what: 'lost zeros',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/1/records/441',
      params: { suggestion: '00001' },
      status: 400,
    },
    {
      code: 'campaign-unknown',
      what: 'no such campaign',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00009/records/441',
      status: 404,
    },
    {
      code: 'campaign-unknown',
      what: 'other capitals',
      args: put('{"status_id":"63"}'),
      url: '/api/crm_outbounds/a1b2c/records/441',
      params: { meant: 'A1b2C' },
      status: 404,
    },
    {
      code: 'campaign-unknown',
      what: 'Not a CRM campaign',
      args: put('{"status_id":"93"}'),
      url: '/api/crm_outbounds/00004/records/441',
      params: { kind: 'not-crm' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'no such customer',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00001/records/999999',
      params: { kind: 'plain' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'the identifier of a customer',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00001/records/900441',
      params: { kind: 'identifier', meant: '441' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'no record in this campaign',
      args: put('{"status_id":"33"}'),
      url: '/api/crm_outbounds/00002/records/102',
      params: { kind: 'no-record' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'letters',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00001/records/abc',
      params: { kind: 'shape' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'a new record of a customer there is not',
      args: [...json, '-d', '{"customer_id":"999999"}'],
      url: '/api/crm_outbounds/00001/records',
      params: { kind: 'plain', value: '999999' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'a new record of nobody',
      args: [...json, '-d', '{"status_id":"3"}'],
      url: '/api/crm_outbounds/00001/records',
      params: { kind: 'missing' },
      status: 404,
    },
    { code: 'body-missing', what: 'no body', args: ['-X', 'PUT'], status: 400 },
    {
      code: 'body-form-encoded',
      what: 'curl -d without JSON',
      args: ['-X', 'PUT', '-d', 'status_id=3&order=5'],
      params: { kind: 'form' },
      status: 400,
    },
    {
      code: 'body-form-encoded',
      what: 'a multipart form',
      args: ['-X', 'PUT', '-F', 'status_id=3'],
      params: { kind: 'multipart' },
      status: 400,
    },
    {
      code: 'body-not-object',
      what: 'an array',
      args: put('[{"status_id":"3"}]'),
      params: { kind: 'array' },
      status: 400,
    },
    {
      code: 'body-not-object',
      what: 'JSON encoded twice',
      args: put('"{\\"status_id\\":\\"3\\"}"'),
      params: { kind: 'encoded-twice' },
      status: 400,
    },
    {
      code: 'json-broken',
      what: 'a comma too many',
      args: put('{\n  "status_id": "3",\n}'),
      params: { kind: 'trailing-comma', line: '3', column: '1' },
      status: 400,
    },
    {
      code: 'json-broken',
      what: 'quotes taken by a shell',
      args: put('{status_id:3}'),
      params: { kind: 'unquoted-key', offset: '1' },
      status: 400,
    },
    {
      code: 'json-broken',
      what: 'single quotes',
      args: put('\'{"status_id":"3"}\''),
      params: { kind: 'single-quote', offset: '0' },
      status: 400,
    },
    {
      code: 'json-broken',
      what: 'an early end',
      args: put('{"status_id":"3"'),
      params: { kind: 'end' },
      status: 400,
    },
    {
      code: 'content-type',
      what: 'curl without -H',
      args: ['-X', 'PUT', '-d', '{"status_id":"3"}'],
      params: { kind: 'form', value: 'application/x-www-form-urlencoded' },
      status: 204,
    },
    {
      code: 'content-type',
      what: 'another charset',
      args: [
        '-X',
        'PUT',
        '-H',
        'Content-Type: application/json; charset=windows-1250',
        '-d',
        '{"status_id":"3"}',
      ],
      params: { kind: 'charset' },
      status: 204,
    },
    {
      code: 'content-length',
      what: 'counted in characters',
      args: put('{"agent_login":"jaźń"}', '-H', 'Content-Length: 22'),
      params: { kind: 'characters', declared: '22', actual: '24' },
      status: 400,
    },
    {
      code: 'content-length',
      what: 'longer than the body',
      args: put('{"status_id":"3"}', '-H', 'Content-Length: 30'),
      params: { kind: 'too-long' },
      status: 400,
    },
    {
      code: 'encoding',
      what: 'Windows-1250',
      args: put('@windows-1250.json'),
      params: { kind: 'other', encoding: 'windows-1250' },
      status: 400,
    },
    {
      code: 'encoding',
      what: 'ISO-8859-2',
      args: put('@iso-8859-2.json'),
      params: { kind: 'other', encoding: 'iso-8859-2' },
      status: 400,
    },
    {
      code: 'encoding',
      what: 'a byte order mark',
      args: put('@bom.json'),
      params: { kind: 'bom' },
      status: 400,
    },
    {
      code: 'encoding',
      what: 'UTF-16',
      args: put('@utf-16.json'),
      params: { kind: 'other', encoding: 'utf-16le' },
      status: 400,
    },
    {
      code: 'unknown-key',
      what: 'camelCase',
      args: put('{"statusId":"3"}'),
      params: { key: 'statusId', probable: 'status_id' },
      status: 204,
    },
    {
      code: 'unknown-key',
      what: 'a slip',
      args: put('{"next_cal_date":"2018-06-01 10:00"}'),
      params: { probable: 'next_call_date' },
      status: 204,
    },
    {
      code: 'null-value',
      what: 'null',
      args: put('{"order":null}'),
      params: { kind: 'null', field: 'order' },
      status: 204,
    },
    {
      code: 'null-value',
      what: 'an object',
      args: put('{"status_id":{"id":3}}'),
      params: { kind: 'type' },
      status: 400,
    },
    {
      code: 'status-unknown',
      what: 'a status of another campaign',
      args: put('{"status_id":"33"}'),
      params: { value: '33' },
      status: 400,
    },
    {
      code: 'status-unknown',
      what: 'a dictionary id',
      args: put('{"status_id":"20"}'),
      params: { kind: 'dictionary', meant: '9' },
      status: 400,
    },
    {
      code: 'status-unknown',
      what: 'a name',
      args: put('{"status_id":"MY_RECORD"}'),
      params: { kind: 'name', meant: '5' },
      status: 400,
    },
    {
      code: 'status-unknown',
      what: 'two that differ',
      args: put('{"status_id":"3","dictionary_status_id":"9"}'),
      params: { kind: 'mismatch' },
      status: 204,
    },
    {
      code: 'agent-required',
      what: 'MY_RECORD without agent',
      args: put('{"status_id":"5","next_call_date":"2018-06-01 10:00"}'),
      status: 400,
    },
    {
      code: 'date-required',
      what: 'CALL_NO_SOONER_THAN without date',
      args: put('{"status_id":"6"}'),
      status: 400,
    },
    {
      code: 'date-format',
      what: 'the Polish form',
      args: put('{"next_call_date":"24.05.2018 12:24"}'),
      params: { suggestion: '2018-05-24 12:24' },
      status: 400,
    },
    {
      code: 'date-impossible',
      what: '30 February',
      args: put('{"next_call_date":"2026-02-30 10:00"}'),
      params: { kind: 'calendar' },
      status: 400,
    },
    {
      code: 'date-impossible',
      what: 'an hour that the clock skips',
      args: put('{"next_call_date":"2026-03-29 02:30"}'),
      params: { kind: 'gap' },
      status: 400,
    },
    {
      code: 'date-impossible',
      what: 'an hour that happens twice',
      args: put('{"next_call_date":"2026-10-25 02:30"}'),
      params: { kind: 'twice' },
      status: 204,
    },
    {
      code: 'date-impossible',
      what: 'a past date',
      args: put('{"next_call_date":"2018-05-24 11:59"}'),
      params: { kind: 'past' },
      status: 204,
    },
    { code: 'agent-unknown', what: 'nobody', args: put('{"agent_login":"nobody"}'), status: 400 },
    {
      code: 'agent-unknown',
      what: 'other capitals',
      args: put('{"agent_login":"J.Doe"}'),
      params: { meant: 'j.doe' },
      status: 400,
    },
    {
      code: 'agent-inactive',
      what: 'an agent who is not active',
      args: put('{"agent_login":"m.wojcik"}'),
      status: 204,
    },
    {
      code: 'duplicate-header',
      what: 'two types',
      args: put('{"status_id":"3"}', '-H', 'Content-Type: text/plain'),
      params: { name: 'content-type' },
      status: 204,
    },
    {
      code: 'unchanged',
      what: 'the status it has',
      args: put('{"status_id":"1"}'),
      params: { kind: 'same' },
      status: 204,
    },
    {
      code: 'auth-wrong',
      what: 'white space around the password',
      args: put('{}', '-H', basic('api_user: hasło z %')),
      anonymous: true,
      params: { kind: 'white-space' },
      status: 401,
    },
    {
      code: 'method-wrong',
      what: 'an empty customer_id',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00001/records/',
      params: { kind: 'no-customer' },
      status: 404,
    },
    {
      code: 'customer-unknown',
      what: 'a key that the answer does not have',
      args: put('{"status_id":"3"}'),
      url: '/api/crm_outbounds/00001/records/undefined',
      params: { kind: 'nothing' },
      status: 404,
    },
    {
      code: 'unknown-key',
      what: 'agent_id, as the documentation of 2017 had it',
      args: put('{"agent_id":12}'),
      params: { probable: 'agent_login' },
      status: 204,
    },
    {
      code: 'unknown-key',
      what: 'id for customer_id',
      args: [...json, '-d', '{"id":441}'],
      url: '/api/crm_outbounds/00001/records',
      params: { probable: 'customer_id' },
      status: 404,
    },
    ...(
      [
        ['external_id', 'identifier', 'customers?external_id=EXT-1'],
        ['phone', 'phone_number', 'customers?phone=555666777'],
        ['page', 'offset', 'customers?page=2'],
        ['per_page', 'limit', 'crm_outbounds/00001/records?per_page=200'],
        ['sytem_status', 'system_status', 'crm_outbounds/00001/records?sytem_status[0]=CALL'],
      ] as const
    ).map(([parameter, probable, path]): Case => ({
      code: 'unknown-parameter',
      what: parameter,
      args: ['-g'],
      url: `/api/${path}`,
      params: { parameter, probable },
      status: 200,
    })),
    {
      code: 'unknown-parameter',
      what: 'a field in the query of a PUT',
      args: put('{"status_id":"3"}'),
      url: `${record}?status_id=3`,
      params: { kind: 'body' },
      status: 204,
    },
    {
      code: 'limit-cut',
      what: 'a limit too large',
      args: [],
      url: '/api/crm_outbounds/00001/records?limit=200',
      params: { kind: 'limit', largest: '100' },
      status: 200,
    },
    {
      code: 'limit-cut',
      what: 'fewer read than counted',
      args: [],
      url: '/api/crm_outbounds/00001/records',
      params: { kind: 'count', count: '420', read: '100', offset: '100' },
      status: 200,
    },
    {
      code: 'record-exists',
      what: 'added twice',
      args: [...json, '-d', '{"customer_id":441}'],
      url: '/api/crm_outbounds/00001/records',
      status: 400,
    },
    {
      code: 'record-exists',
      what: 'in a batch',
      args: [...json, '-d', '{"records":[{"customer_id":441,"status_id":3}]}'],
      url: '/api/batch/crm_outbounds/00001/records',
      params: { kind: 'batch' },
      status: 207,
    },
    { code: 'not-simulated', what: 'tickets', args: [], url: '/api/tickets', status: 501 },
    {
      code: 'not-simulated',
      what: 'a dictionary status',
      args: [...json, '-d', '{"phone_number":"111222333","status_id":"3"}'],
      url: '/api/outbound_status_by_phone_number',
      params: { kind: 'dictionary' },
      status: 501,
    },
    {
      code: 'success-misread',
      what: 'the same write again',
      args: put('{"order":"7"}'),
      before: put('{"order":"7"}'),
      params: { kind: 'repeated', status: '204' },
      status: 204,
    },
    { code: 'unchanged', what: 'no field', args: put('{}'), params: { kind: 'no-fields' }, status: 204 },
  ];

  before(() => {
    const write = (name: string, bytes: Buffer): void => {
      writeFileSync(path.join(folder, name), bytes);
    };
    write('windows-1250.json', Buffer.from('{"agent_login":"ja\x9f\xf1"}', 'latin1'));
    write('iso-8859-2.json', Buffer.from('{"agent_login":"ja\xbc\xf1"}', 'latin1'));
    write('bom.json', Buffer.from('\uFEFF{"status_id":"3"}'));
    write('utf-16.json', Buffer.from('\uFEFF{"status_id":"3"}', 'utf16le'));
  });

  for (const each of cases) {
    it(`${each.code}: ${each.what}`, async () => {
      const args = each.args.map((arg) =>
        /^@[\w-]+\.json$/.test(arg) ? `@${path.join(folder, arg.slice(1))}` : arg,
      );
      const send = each.anonymous ? curl : (...rest: string[]) => curl('-u', 'api_user:hasło z %', ...rest);
      if (each.before) await send(...each.before, `${server.url}${each.url ?? record}`);
      const answer = await send('--path-as-is', ...args, `${server.url}${each.url ?? record}`);
      const { diagnosis, status } = lastRequest(server);
      const found = diagnosis.find(({ code }) => code === each.code);
      assert.ok(found, JSON.stringify(diagnosis));
      for (const [name, value] of Object.entries(each.params ?? {}))
        assert.equal(found.params?.[name], value, name);
      assert.equal(status, each.status);
      assert.equal(answer.status, each.status);
      const sentence = wordDiagnosis(found);
      assert.match(sentence, /^[^{}]+[.)?]$|\{/);
      assert.doesNotMatch(sentence.replace('“undefined”', ''), /\{\d\}|undefined|hasło/);
    });
  }

  it('provokes every code of the contract', () => {
    assert.deepEqual(new Set(cases.map(({ code }) => code)), new Set(diagnosisCodes));
  });

  it('never calls documented what no page says', async () => {
    for (const each of cases) {
      const { code, params } = each;
      const page = pageOf({ code, ...(params && { params }) });
      assert.ok(page, code);
      assert.match(page.url, /^https:\/\/(?:api\.thulium\.com\/docs\/api|www\.rfc-editor\.org)\//);
      assert.match(page.date, /^20\d\d-\d\d-\d\d$/);
    }
    const inferred = cases.filter(({ what }) =>
      ['curl -d without JSON', 'curl without -H', 'no body'].includes(what),
    );
    for (const each of inferred) {
      await curl('-u', 'api_user:hasło z %', ...each.args, `${server.url}${record}`);
      const found = lastRequest(server).diagnosis.find(({ code }) => code === each.code);
      assert.equal(found?.certainty, 'likely', each.what);
    }
  });

  it('two lengths that differ are listed though no parser takes them', async () => {
    await curlUser(
      ...put('{"status_id":"3"}', '-H', 'Content-Length: 5', '-H', 'Content-Length: 6'),
      `${server.url}${record}`,
    );
    assert.equal(lastRequest(server).refused, 'malformed');
    assert.ok(lastRequest(server).diagnosis.some(({ code }) => code === 'duplicate-header'));
  });

  it('docs/generated/diagnoses.md has every code (UPDATE_DOCS=1 writes it)', async () => {
    const table = diagnosisTable();
    if (process.env.UPDATE_DOCS === '1') {
      await mkdir(path.dirname(tableFile), { recursive: true });
      await writeFile(tableFile, table);
    }
    assert.equal(await readFile(tableFile, 'utf8'), table);
  });
});
