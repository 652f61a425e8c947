import assert from 'node:assert/strict';
import { createNextCallDateChecker } from '../../../src/core/nextCallDate.js';
import { diagnose } from '../../../src/simulator/diagnosis/diagnose.js';
import type { Exchange, Knowledge } from '../../../src/simulator/diagnosis/codes.js';
import { findJsonError } from '../../../src/simulator/diagnosis/body.js';
import { seeded } from './support/seeded.js';

const url = 'https://acme.thulium.com/api/crm_outbounds/00001/records/441';

function codes(exchange: Partial<Exchange> & { text?: string }, knowledge: Knowledge = {}): string[] {
  const { text = '{"status_id":"3"}', ...rest } = exchange;
  return diagnose({ method: 'PUT', target: url, body: Buffer.from(text), ...rest }, knowledge).map(
    ({ code, certainty }) => `${code} ${certainty}`,
  );
}

describe('diagnosis of a pasted request, with whatever is known', function () {
  this.timeout(30_000);
  it('judges nothing that depends on what is not known', () => {
    assert.deepEqual(codes({}), []);
    assert.deepEqual(codes({ text: '{"agent_login":"x","next_call_date":"2018-05-24 12:24"}' }), []);
  });

  it('does not miss an Authorization header that was left out of the paste', () => {
    assert.deepEqual(
      codes({ headers: [['Content-Type', 'application/json']], response: { status: 400 } }),
      [],
    );
    const missing = codes({ headers: [['Content-Type', 'application/json']], response: { status: 401 } });
    assert.deepEqual(missing, ['auth-missing documented']);
  });

  it('takes a 401 and a 403 for what they say', () => {
    const headers = [
      ['Authorization', 'Basic YTpi'],
      ['Content-Type', 'application/json'],
    ] as const;
    assert.deepEqual(codes({ headers, response: { status: 401 } }), ['auth-wrong likely']);
    assert.deepEqual(codes({ headers, response: { status: 403 } }), ['auth-wrong documented']);
    assert.deepEqual(codes({ response: { status: 403 } }), ['auth-wrong documented']);
  });

  it('guesses from an answer when the request shows nothing', () => {
    const body = '{"request_id":"1","errors":[{"message":"Agent not found.","code":1}]}';
    assert.deepEqual(codes({ response: { status: 400, body } }), ['agent-unknown likely']);
    assert.deepEqual(codes({ response: { status: 404 } }), [
      'campaign-unknown likely',
      'customer-unknown likely',
    ]);
    assert.deepEqual(codes({ response: { status: 415 } }), ['content-type likely']);
    assert.deepEqual(codes({ response: { status: 500 } }), []);
  });

  it('holds a request against live dictionaries', () => {
    const knowledge: Knowledge = {
      campaigns: [{ id: '00001', name: 'Odnowienia' }],
      statuses: [
        { status_id: '5', dictionary_status_id: '7', name: 'Mój rekord', system_status: 'MY_RECORD' },
      ],
      agents: [{ login: 'j.doe', active: true, active_in_outbound: true }],
      record: null,
      dates: createNextCallDateChecker('Europe/Warsaw', () => Date.UTC(2018, 4, 24)),
    };
    assert.deepEqual(codes({ text: '{"status_id":"05"}' }, knowledge), [
      'customer-unknown documented',
      'agent-required documented',
      'date-required documented',
    ]);
    assert.deepEqual(
      codes({ target: url.replace('00001', '00002') }, knowledge)[0],
      'campaign-unknown documented',
    );
  });

  it('compares Content-Length with the body that was pasted', () => {
    const text = '{"agent_login":"jaźń"}';
    const lengths = (length: number) =>
      diagnose(
        {
          method: 'PUT',
          target: url,
          body: Buffer.from(text),
          headers: [['Content-Length', String(length)]],
          response: { status: 400 },
        },
        {},
      )
        .filter(({ code }) => code === 'content-length')
        .map(({ params }) => params?.kind);
    assert.deepEqual(
      [lengths(22), lengths(24), lengths(30), lengths(10)],
      [['characters'], [], ['too-long'], ['too-short']],
    );
  });

  it('throws for no bytes whatever', () => {
    const { random, seed } = seeded();
    for (let round = 0; round < 3000; round++) {
      const body = Buffer.from(
        Array.from({ length: Math.floor(random() * 40) }, () => Math.floor(random() * 256)),
      );
      const target = `/api/${String.fromCharCode(...body.subarray(0, 12))}`;
      assert.doesNotThrow(
        () =>
          diagnose(
            {
              method: 'PUT',
              target: random() < 0.5 ? url : target,
              body,
              headers: [['Content-Length', '9']],
            },
            {},
          ),
        `seed ${seed}`,
      );
    }
  });

  it('finds the place of a JSON mistake wherever JSON.parse finds one, and only there', () => {
    const { random, seed } = seeded();
    const good = '{"status_id": "3", "a": [1, -2.5e3, true, null, {"b": "\\u0142\\n"}], "c": "łódź"}';
    assert.equal(findJsonError(good), undefined);
    for (let round = 0; round < 3000; round++) {
      const at = Math.floor(random() * good.length);
      const junk = '{}[],:"\'x1\\ \n'[Math.floor(random() * 13)] ?? '';
      const text = good.slice(0, at) + junk + good.slice(at + Math.floor(random() * 3));
      let valid = true;
      try {
        JSON.parse(text);
      } catch {
        valid = false;
      }
      assert.equal(findJsonError(text) === undefined, valid, `seed ${seed}: ${text}`);
    }
  });
});
