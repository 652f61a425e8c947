import assert from 'node:assert/strict';
import type { CodedFailure, ErrorCode } from '../../../src/core/errors.js';
import { invalidInput } from '../../../src/core/errors.js';
import { problem, warning } from '../../../src/core/problems.js';
import { toFailure, wordFailure } from '../../../src/messages/failures.js';
import { inBoth } from './languages.js';

type Sample = Omit<CodedFailure, 'code'> & { shows?: readonly string[] };

const host = 'acme.thulium.com';

/** Each code as the layers below make it; `shows` must be in the words of both languages. */
const samples: Record<ErrorCode, readonly Sample[]> = {
  'invalid-input': [{}, { problems: [problem('no-fields', 'fields')] }],
  'no-connection': [
    { detail: 'none' },
    { detail: 'not-chosen' },
    { detail: 'unknown', params: { name: 'Acme' }, shows: ['Acme'] },
    { detail: 'unreadable', params: { name: 'Acme', reason: 'EIO' }, shows: ['EIO'] },
    { detail: 'removed', params: { name: 'Acme' }, shows: ['Acme'] },
    { detail: 'became-production', params: { name: 'Acme' }, shows: ['Acme'] },
    { detail: 'moved', params: { name: 'Acme', address: 'https://b.c' }, shows: ['Acme', 'https://b.c'] },
  ],
  'missing-secret': [{ params: { name: 'Acme' }, shows: ['Acme'] }],
  'read-only': [{ params: { name: 'Acme' }, shows: ['Acme'] }],
  unauthorized: [{ status: 401, shows: ['401', 'API'] }],
  forbidden: [
    { status: 403, shows: ['403'] },
    { params: { call: 'GET outbounds' }, shows: ['GET outbounds'] },
  ],
  'not-found': [{ status: 404, shows: ['404', 'CRM'] }],
  rejected: [
    { status: 422, shows: ['422'] },
    {},
    { status: 400, apiErrors: [{ message: 'No.', code: 7 }], shows: ['No. (7)'] },
  ],
  'rate-limited': [
    { status: 429, shows: ['429'] },
    { params: { retryAfterSeconds: '60' }, shows: ['60'] },
  ],
  'server-error': [{ status: 503, shows: ['503'] }, {}],
  'redirect-refused': [
    { status: 302, params: { target: 'https://evil.com/' }, shows: ['https://evil.com/'] },
    {},
  ],
  'unexpected-response': [
    {},
    { status: 418, shows: ['418'] },
    { detail: 'not-json', params: { type: 'text/html' }, shows: ['text/html', 'JSON'] },
    { detail: 'not-json', params: { type: '' }, status: 200, shows: ['200'] },
    { detail: 'encoding', params: { encoding: 'gzip, gzip' }, shows: ['gzip, gzip'] },
  ],
  'response-too-large': [{ params: { bytes: '1048576' }, shows: ['1048576'] }, {}],
  timeout: ['connect', 'headers', 'idle', 'total'].map((detail) => ({
    detail,
    params: { seconds: '30' },
    shows: ['30 '],
  })),
  network: [
    ...['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'unknown'].map((detail) => ({
      detail,
      params: { host, reason: detail },
      shows: [host],
    })),
    { detail: 'ECONNRESET', params: { host }, shows: [host, 'ECONNRESET'] },
    { detail: 'proxy-auth', shows: ['407', 'http.proxy'] },
    {},
  ],
  tls: [
    ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'ERR_TLS_CERT_ALTNAME_INVALID', 'EPROTO'].map((detail) => ({
      detail,
      params: { host },
      shows: [host],
    })),
    {
      detail: 'SELF_SIGNED_CERT_IN_CHAIN',
      params: { host, issuer: 'Corp Proxy CA' },
      shows: [host, 'Corp Proxy CA', 'SELF_SIGNED_CERT_IN_CHAIN'],
    },
    {},
  ],
  cancelled: [{}],
  'in-doubt': [{}, { detail: 'timeout', params: { reason: 'headers', seconds: '30' }, shows: ['30 '] }],
  conflict: [{ params: { changed: 'status_id,last_note' } }, {}],
  'run-locked': [{}],
  'file-changed': [{ params: { file: 'rows.csv' }, shows: ['rows.csv'] }, {}],
  'journal-damaged': [{ params: { line: '17' }, shows: ['17'] }, {}],
};

describe('words for failures', () => {
  for (const [code, all] of Object.entries(samples) as [ErrorCode, readonly Sample[]][]) {
    for (const { shows = [], ...facts } of all) {
      it(`${code} ${JSON.stringify(facts)} in English and Polish`, () => {
        const { en, pl } = inBoth(() => {
          const { message, advice } = wordFailure({ code, ...facts });
          return `${message} ${advice ?? ''}`;
        });
        assert.notEqual(en, pl);
        for (const text of [en, pl]) {
          for (const each of shows) assert.ok(text.includes(each), text);
          assert.ok(!/[{}]|undefined|“”|„”|\(\)| {2,}\S/.test(text), text);
        }
        assert.ok(!pl.includes('“') && !/połączeni/i.test(pl), pl);
      });
    }
  }

  it('tell what to do next for every code but a cancel and wrong input', () => {
    for (const [code, all] of Object.entries(samples) as [ErrorCode, readonly Sample[]][]) {
      if (code === 'cancelled' || code === 'invalid-input') continue;
      for (const sample of all) assert.ok(wordFailure({ code, ...sample }).advice, code);
    }
  });

  it('show all of the API’s messages with their codes, and the request id', () => {
    const failure: CodedFailure = {
      code: 'rejected',
      status: 400,
      requestId: '53678450401cf',
      apiErrors: [
        { message: 'Wrong format of phone number.', code: 111111 },
        { message: 'Duplicated customer name.', code: 222222 },
        { message: 'Agent not found.' },
      ],
    };
    const { en, pl } = inBoth(() => wordFailure(failure));
    for (const { message, advice } of [en, pl]) {
      const said =
        'Wrong format of phone number. (111111) · Duplicated customer name. (222222) · Agent not found.';
      assert.ok(message.includes(said), message);
      assert.ok(advice?.includes('53678450401cf'));
    }
    assert.match(en.advice ?? '', /Request ID for Thulium support: 53678450401cf$/);
    assert.match(pl.advice ?? '', /Podaj ten identyfikator żądania wsparciu Thulium: 53678450401cf\.$/);
  });

  it('explain doubt and name what failed last', () => {
    const failure: CodedFailure = {
      code: 'in-doubt',
      detail: 'timeout',
      params: { reason: 'headers', seconds: '1.5' },
    };
    const { en, pl } = inBoth(() => wordFailure(failure).message);
    assert.match(
      en,
      /^No complete response was received\. .*Last failure: The server didn’t respond in time.*1\.5 seconds\.$/,
    );
    assert.match(pl, /^Wynik nieznany: .*Ostatni błąd: Serwer przyjął żądanie.*1,5 sekundy\.$/);
    const odd = wordFailure({ code: 'in-doubt', detail: 'toString', params: { reason: 'x' } });
    assert.ok(!odd.message.includes('Last failure'));
  });

  it('name changed fields in the user’s words', () => {
    const { en, pl } = inBoth(
      () => wordFailure({ code: 'conflict', params: { changed: 'status_id,order' } }).message,
    );
    assert.match(en, /Changed: Status, Order\.$/);
    assert.match(pl, /Zmienione: Status, Kolejność\.$/);
  });

  it('become the failure of a command: message with advice, the field of the first error', () => {
    const failure = toFailure(
      invalidInput([
        warning('date-past', 'next_call_date', { value: '2018-05-24 12:24', timeZone: 'UTC' }),
        problem('order-shape', 'order', { value: '-1' }),
      ]),
    );
    assert.equal(failure.code, 'invalid-input');
    assert.equal(failure.field, 'order');
    assert.match(failure.message, /past.*“-1” isn’t a valid order/);
    assert.deepEqual(Object.keys(toFailure({ code: 'cancelled' })).sort(), ['code', 'message']);
    const apiErrors = [{ message: 'No.', code: 7 }];
    assert.deepEqual(toFailure({ code: 'rejected', apiErrors }).apiErrors, apiErrors);
    assert.match(toFailure({ code: 'server-error' }).message, /failed\. Try again later\.$/);
  });

  it('make foreign text visible and short', () => {
    const { message } = wordFailure({
      code: 'rejected',
      apiErrors: [{ message: `a\u001b[31m${'x'.repeat(5_000)}` }],
    });
    assert.ok(message.includes('a\\u001b[31m'));
    assert.ok(message.length < 700);
  });
});
