import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameNumber } from '../../../src/core/ids.js';
import { isSendable } from '../../../src/core/problems.js';
import { apiUrl, parseRecordPath, readRequest, updateRequest } from '../../../src/core/request.js';
import { validateUpdate } from '../../../src/core/validate.js';
import { warsawDates } from './support/dates.js';
import { holds, nastyText } from './support/property.js';

const context = { dates: warsawDates };
const good = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };

function judge(change: object): { codes: string[]; fields: string[]; update: unknown } {
  const { update, problems } = validateUpdate({ ...good, ...change }, context);
  assert.equal(update !== undefined, isSendable(problems));
  return {
    codes: problems.map(({ code }) => code),
    fields: problems.map(({ field }) => field),
    update,
  };
}

describe('ids of an update', () => {
  const climbing = [
    '..',
    '.',
    '%2e%2e',
    '../x',
    'a%2fb',
    '1?x',
    '1#x',
    '\\..\\',
    '１２３４５',
    '1\t2',
    '1\n2',
  ];
  for (const text of [...climbing, '0000', '000001', '0000\n', ' 0001', '0000ż', '00-01', '0000/']) {
    it(`campaign ${JSON.stringify(text)} is refused`, () => {
      const { codes, fields } = judge({ campaignId: text });
      assert.deepEqual(codes, [
        /^\d+$/.test(text) && text.length < 5 ? 'campaign-id-zeros-lost' : 'campaign-id-shape',
      ]);
      assert.deepEqual(fields, ['campaignId']);
    });
  }

  for (const text of [
    ...climbing,
    '1e5x',
    '-1',
    '+1',
    '4 4',
    '4\u00a04',
    '1.0',
    '0x1',
    '1'.repeat(21),
    'abc',
  ]) {
    it(`customer ${JSON.stringify(text)} is refused`, () => {
      assert.deepEqual(judge({ customerId: text }).codes, ['customer-id-shape']);
    });
  }

  for (const text of ['1E5', '1e5', '1,23457E+11', '1.23457E+11']) {
    it(`customer ${text} is named as a number that lost its digits`, () => {
      assert.deepEqual(judge({ customerId: text }).codes, ['customer-id-scientific']);
    });
  }

  for (const field of ['campaignId', 'customerId'] as const) {
    it(`${field} is neither empty nor half a character nor missing nor null`, () => {
      assert.deepEqual(judge({ [field]: '' }).codes, ['blank']);
      assert.deepEqual(judge({ [field]: '\ud800' }).codes, ['lone-surrogate']);
      assert.deepEqual(judge({ [field]: undefined }).codes, ['required']);
      assert.deepEqual(judge({ [field]: null }).codes, ['wrong-type']);
      assert.deepEqual(judge({ [field]: ['1'] }).codes, ['wrong-type']);
    });
  }

  for (const campaignId of ['1', 1]) {
    it(`campaign ${typeof campaignId} ${campaignId} is answered with 00001`, () => {
      const { problems } = validateUpdate({ ...good, campaignId }, context);
      const params = { value: '1', suggestion: '00001' };
      assert.deepEqual(problems, [
        { code: 'campaign-id-zeros-lost', severity: 'error', field: 'campaignId', params },
      ]);
    });
  }

  it('a campaign of five digits is still refused as a number: the next one may begin with 0', () => {
    assert.deepEqual(judge({ campaignId: 12345 }).codes, ['wrong-type']);
    assert.deepEqual(judge({ campaignId: 123456 }).codes, ['campaign-id-shape']);
  });

  it('what is wrong in the texts is told together with what is wrong in the structure', () => {
    const { codes, fields } = judge({
      campaignId: '1',
      customerId: undefined,
      customerID: '441',
      fields: { next_call_date: '24.05.2018 12:24', order: null, status_id: '3' },
    });
    assert.deepEqual(codes.toSorted(), [
      'campaign-id-zeros-lost',
      'date-format',
      'required',
      'unknown-key',
      'wrong-type',
    ]);
    assert.deepEqual(new Set(fields).size, 5);
  });

  it('letters and leading zeros of a campaign stay as they are', () => {
    for (const campaignId of ['00001', 'aB3d5', '99999']) {
      assert.deepEqual(judge({ campaignId }).update, { ...good, campaignId });
    }
  });

  for (const [given, text] of [
    [441, '441'],
    [441.0, '441'],
    [-0, '0'],
    ['9007199254740993', '9007199254740993'],
    ['00441', '00441'],
    ['1'.repeat(20), '1'.repeat(20)],
    [Number.MAX_SAFE_INTEGER, '9007199254740991'],
  ] as const) {
    it(`customer ${typeof given} ${given} travels as ${text}`, () => {
      assert.deepEqual(judge({ customerId: given }).update, { ...good, customerId: text });
    });
  }

  for (const [given, code] of [
    // Digits that a number has lost already must not be sent as if they were known.
    [Number.MAX_SAFE_INTEGER + 1, 'customer-id-scientific'],
    [1e21, 'customer-id-scientific'],
    [NaN, 'wrong-type'],
    [Infinity, 'wrong-type'],
    [1.5, 'customer-id-shape'],
    [-1, 'customer-id-shape'],
    [1e-7, 'customer-id-shape'],
    [441n, 'wrong-type'],
    [true, 'wrong-type'],
  ] as const) {
    it(`customer ${typeof given} ${String(given)}: ${code}`, () => {
      assert.deepEqual(judge({ customerId: given }).codes, [code]);
    });
  }
});

describe('fields of an update', () => {
  for (const [fields, codes] of [
    [{}, ['no-fields']],
    [{ status_id: undefined }, ['no-fields']],
    [{ colour: 'red' }, ['unknown-key']],
    [{ status_id: '3', Status_id: '3' }, ['unknown-key']],
    [{ status_id: '' }, ['blank']],
    [{ status_id: 'CALL' }, ['status-id-shape']],
    [{ status_id: '8 ' }, ['status-id-shape']],
    [{ status_id: '1'.repeat(21) }, ['status-id-shape']],
    [{ status_id: 8 }, []],
    [{ status_id: 1e21 }, ['status-id-shape']],
    [{ status_id: null }, ['wrong-type']],
    [{ dictionary_status_id: '-2' }, ['status-id-shape']],
    [{ agent_login: 'j.doe' }, []],
    [{ agent_login: 'Zażółć Gęślą' }, []],
    [{ agent_login: 'a\tb' }, ['agent-login-shape']],
    [{ agent_login: 'a\nb' }, ['agent-login-shape']],
    [{ agent_login: 'a\0b' }, ['agent-login-shape']],
    [{ agent_login: 'a\ud800' }, ['lone-surrogate']],
    [{ agent_login: 7 }, ['wrong-type']],
    [{ order: '50' }, []],
    [{ order: 0 }, []],
    [{ order: '007' }, []],
    [{ order: '1.5' }, ['order-shape']],
    [{ order: 1.5 }, ['order-shape']],
    [{ order: '-1' }, ['order-shape']],
    [{ order: -1 }, ['order-shape']],
    [{ order: 'abc' }, ['order-shape']],
    [{ order: '1e3' }, ['order-shape']],
    [{ order: '' }, ['blank']],
    [{ order: '５' }, ['order-shape']],
    [{ next_call_date: '2026-02-30 10:00' }, ['date-impossible']],
    [{ next_call_date: '2018-05-24 12:24' }, ['date-past']],
    [{ next_call_date: 20260524 }, ['wrong-type']],
    [{ status_id: 'x', order: 'y', next_call_date: 'z' }, ['status-id-shape', 'date-format', 'order-shape']],
  ] as const) {
    it(`${JSON.stringify(fields)}: ${codes.join(', ') || 'accepted'}`, () => {
      assert.deepEqual(judge({ fields }).codes, codes);
    });
  }

  it('names unknown keys beside the fields and refuses what is no update at all', () => {
    assert.deepEqual(judge({ url: 'https://evil.com' }).fields, ['url']);
    assert.deepEqual(judge({ fields: undefined }).codes, ['required']);
    for (const input of [undefined, null, 'x', 7, []]) {
      assert.equal(validateUpdate(input, context).update, undefined, String(input));
    }
    const polluting: unknown = JSON.parse(
      '{"campaignId":"00001","customerId":"1","fields":{"__proto__":{"order":"1"}}}',
    );
    assert.equal(validateUpdate(polluting, context).update, undefined);
  });

  it('sends text as given, in the order of the vendor’s page', () => {
    const fields = { order: 50, next_call_date: '2026-05-24 12:24', agent_login: ' j.doe ', status_id: '08' };
    const { update = assert.fail() } = validateUpdate({ ...good, fields }, context);
    assert.equal(
      updateRequest('https://acme.thulium.com', update).body,
      '{"status_id":"08","agent_login":" j.doe ","next_call_date":"2026-05-24 12:24","order":"50"}',
    );
  });
});

describe('addresses of requests', () => {
  const ids = fc.record({ campaignId: nastyText, customerId: nastyText });
  holds('of any ids stay at their origin and path', ids, ({ campaignId, customerId }) => {
    const { update } = validateUpdate({ ...good, campaignId, customerId }, context);
    const raw = { ...good, campaignId, customerId };
    if (update === undefined) {
      assert.ok(!/^[A-Za-z0-9]{5}$/.test(campaignId) || !/^[0-9]{1,20}$/.test(customerId));
      // Even past the validator nothing climbs: either a bug's last stop, or the very path.
      try {
        const { pathname } = new URL(updateRequest('https://acme.thulium.com', raw).url);
        assert.equal(pathname, `/api/crm_outbounds/${campaignId}/records/${customerId}`);
      } catch (error) {
        assert.ok(error instanceof TypeError);
      }
      return;
    }
    const { url } = updateRequest('https://acme.thulium.com', update);
    assert.equal(url, `https://acme.thulium.com/api/crm_outbounds/${campaignId}/records/${customerId}`);
    assert.equal(new URL(url).href, url);
    assert.deepEqual(parseRecordPath(new URL(url).pathname), { campaignId, customerId });
  });

  for (const segment of ['..', '.', '', '%2e%2e', 'a/b', 'a?b', 'a#b', 'a\\b', 'a b', 'ż']) {
    it(`segment ${JSON.stringify(segment)} is never built`, () => {
      assert.throws(() => apiUrl('https://acme.thulium.com', ['outbounds', segment]), TypeError);
    });
  }

  for (const base of ['blob:https://acme.thulium.com/t', 'mailto:acme@thulium.com', 'file:///tmp', 'acme'])
    it(`are never built upon ${base}`, () => {
      assert.throws(() => apiUrl(base, ['outbounds']), TypeError);
    });

  it('take neither user info nor query nor fragment from the base', () => {
    assert.equal(apiUrl('https://u:p@a.pl/t?q#f', ['outbounds']), 'https://a.pl/t/api/outbounds');
  });

  it('name a record by the path alone', () => {
    const found = { campaignId: '00001', customerId: '441' };
    assert.deepEqual(parseRecordPath('/api/crm_outbounds/00001/records/441'), found);
    assert.deepEqual(parseRecordPath('/gateway/api/crm_outbounds/00001/records/441'), found);
  });

  it('end without a question mark where nothing is asked', () => {
    assert.equal(readRequest('https://a.pl', ['outbounds']).url, 'https://a.pl/api/outbounds');
    assert.equal(readRequest('https://a.pl//', ['outbounds']).url, 'https://a.pl/api/outbounds');
  });

  it('keep a base path, and put queries where they belong', () => {
    assert.equal(
      apiUrl('https://gateway.example/t', ['outbounds']),
      'https://gateway.example/t/api/outbounds',
    );
    assert.equal(
      readRequest('https://acme.thulium.com', ['customers'], [['email', 'a+b&c=d@e.pl#x']]).url,
      'https://acme.thulium.com/api/customers?email=a%2Bb%26c%3Dd%40e.pl%23x',
    );
    assert.equal(
      readRequest(
        'https://a.pl',
        ['crm_outbounds', '00001', 'records'],
        [
          ['status_id[]', '1'],
          ['status_id[]', '2'],
        ],
      ).url,
      'https://a.pl/api/crm_outbounds/00001/records?status_id%5B%5D=1&status_id%5B%5D=2',
    );
  });

  for (const path of [
    '/api/crm_outbounds/0001/records/1',
    '/api/crm_outbounds/00001/records/',
    '/api/crm_outbounds/00001/records/441/more',
    '/api/crm_outbounds/00001/records/4x1',
    '/api/crm_outbounds/0000/1/records/441',
    '/api/outbounds',
  ]) {
    it(`${path} is no record’s path`, () => {
      assert.equal(parseRecordPath(path), undefined);
    });
  }
});

describe('numbers of the API', () => {
  for (const [one, other, same] of [
    ['8', '08', true],
    ['0', '00', true],
    ['108', '18', false],
    ['80', '8', false],
    ['8', 'a8', false],
    ['a8', 'a8', true],
    ['a08', 'a8', false],
    ['', '', true],
    ['00a', '0a', false],
    ['8', '8'.padStart(21, '0'), false],
  ] as const)
    it(`“${one}” and “${other}” are ${same ? 'the same' : 'different'}`, () => {
      assert.equal(sameNumber(one, other), same);
    });
});

describe('what is wrong with an update', () => {
  for (const [given, code] of [
    [{ campaignId: 'toolong' }, 'campaign-id-shape'],
    [{ campaignId: '17' }, 'campaign-id-zeros-lost'],
    [{ customerId: 'x1' }, 'customer-id-shape'],
    [{ customerId: '1E5' }, 'customer-id-scientific'],
    [{ fields: { status_id: 'x' } }, 'status-id-shape'],
    [{ fields: { order: '-1' } }, 'order-shape'],
    [{ fields: { next_call_date: '2026-02-30 10:00' } }, 'date-impossible'],
    [{ fields: { next_call_date: '2026-03-29 02:30' } }, 'date-gap'],
    [{ fields: { next_call_date: 'soon' } }, 'date-format'],
  ] as const)
    it(`${code} shows what was given`, () => {
      const [found] = validateUpdate({ ...good, ...given }, context).problems;
      assert.equal(found?.code, code);
      const [value] = Object.values('fields' in given ? given.fields : given);
      assert.equal(found.params?.value, value);
    });

  it('is told of the form alone while the form is wrong', () => {
    const statuses = [
      { system_status: 'MY_RECORD', status_id: '7', dictionary_status_id: '9', name: 'Mine' },
    ];
    const codes = (fields: object): string[] =>
      validateUpdate({ ...good, fields }, { ...context, knowledge: { statuses } }).problems.map(
        ({ code }) => code,
      );
    assert.deepEqual(codes({ status_id: '7', order: 'x' }), ['order-shape']);
    assert.deepEqual(codes({ status_id: '7' }), ['agent-required', 'date-required']);
  });
});
