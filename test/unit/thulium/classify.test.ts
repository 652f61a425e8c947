import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import { classify, type Classified } from '../../../src/thulium/classify.js';

const json = (value: unknown): string => JSON.stringify(value);
const one = { message: 'Wrong format of phone number.', code: 111111 };

/** What came, and what is made of it. */
const answers: readonly [string, number, string, Classified, IncomingHttpHeaders?][] = [
  ['an empty 2xx', 204, '', {}],
  ['a 2xx of blanks', 200, ' \r\n', {}],
  ['a 2xx with JSON', 299, '[1]', { value: [1] }],
  ['a 2xx with an empty list of errors', 200, json({ errors: [] }), { value: { errors: [] } }],
  ['a 2xx with an empty text of errors', 200, json({ errors: '' }), { value: { errors: '' } }],
  ['a 2xx with null for errors', 200, json({ errors: null }), { value: { errors: null } }],
  ['a 2xx that says null', 200, 'null', { value: null }],
  [
    'a 2xx with an error body',
    200,
    json({ request_id: 'r1', errors: [one] }),
    { requestId: 'r1', failure: { code: 'rejected', status: 200, requestId: 'r1', apiErrors: [one] } },
  ],
  [
    'a 2xx that is a page',
    200,
    '<!doctype html>',
    {
      failure: {
        code: 'unexpected-response',
        detail: 'not-json',
        status: 200,
        params: { type: 'text/html' },
      },
    },
    { 'content-type': 'text/html' },
  ],
  [
    'a 2xx that is no JSON, without a type, with an id of the gateway',
    200,
    'oops',
    {
      requestId: 'g1',
      failure: {
        code: 'unexpected-response',
        detail: 'not-json',
        status: 200,
        params: { type: '' },
        requestId: 'g1',
      },
    },
    { 'request-id': 'g1' },
  ],
  ['an id of the gateway', 200, '', { requestId: 'g1' }, { 'x-request-id': 'g1', 'request-id': 'g2' }],
  [
    'an empty id of the gateway before another',
    200,
    '',
    { requestId: 'g2' },
    { 'x-request-id': '', 'request-id': 'g2' },
  ],
  ['an id of the gateway with a value', 200, '{}', { requestId: 'g1', value: {} }, { 'x-request-id': 'g1' }],
  [
    'the API’s id before the gateway’s',
    404,
    json({ request_id: 53 }),
    { requestId: '53', failure: { code: 'not-found', status: 404, requestId: '53' } },
    { 'x-request-id': 'g1' },
  ],
  [
    'a proxy that wants a password, whatever it says',
    407,
    json({ errors: [one] }),
    { failure: { code: 'network', detail: 'proxy-auth', status: 407 } },
  ],
  ['a status below 200', 199, '', { failure: { code: 'unexpected-response', status: 199 } }],
  ['a status that is none', 600, '', { failure: { code: 'unexpected-response', status: 600 } }],
  ['the last server error', 599, '', { failure: { code: 'server-error', status: 599 } }],
  ['a page behind a refusal', 403, '<html>', { failure: { code: 'forbidden', status: 403 } }],
];

const errorBodies: readonly [string, unknown, unknown][] = [
  ['the documented list', [one, { message: 'Duplicated customer name.', code: 222222 }], undefined],
  ['a single text', 'Something is wrong', [{ message: 'Something is wrong' }]],
  ['texts', ['One', 'Two', 7], [{ message: 'One' }, { message: 'Two' }, { message: '7' }]],
  [
    'objects by field',
    { order: { message: 'too large', code: '5' } },
    [{ message: 'order: too large', code: 5 }],
  ],
  ['texts by field', { order: 'too large' }, [{ message: 'order: too large' }]],
  [
    'what has no message, as it came',
    [{ reason: 'x' }, true],
    [{ message: '{"reason":"x"}' }, { message: 'true' }],
  ],
  ['an empty message, as it came', [{ message: '' }, ''], [{ message: '{"message":""}' }, { message: '""' }]],
  ['a code that is no number', [{ message: 'x', code: 'E1' }], [{ message: 'x' }]],
];

describe('An answer of the server', () => {
  for (const [what, status, body, expected, headers = {}] of answers)
    it(`${what} (${status}) is coded`, () => {
      assert.deepEqual(classify({ status, headers, body }), expected);
    });

  for (const [what, errors, expected] of errorBodies)
    it(`keeps the errors of a 422: ${what}`, () => {
      const { failure } = classify({ status: 422, headers: {}, body: json({ errors }) });
      assert.deepEqual(failure, { code: 'rejected', status: 422, apiErrors: expected ?? errors });
    });
});
