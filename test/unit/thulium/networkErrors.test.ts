import assert from 'node:assert/strict';
import { codeNetworkError } from '../../../src/thulium/attempt.js';

const peer = { host: 'acme.thulium.com', issuer: 'Acme Root' };
const coded = (code: string): Error =>
  Object.assign(new Error('with Authorization: Basic x in it'), { code });

const networkErrors: readonly [string, unknown, string][] = [
  ['its own code', coded('ECONNRESET'), 'ECONNRESET'],
  ['the code of its cause', new Error('fetch failed', { cause: coded('ENOTFOUND') }), 'ENOTFOUND'],
  [
    'the first address that was tried',
    new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT')]),
    'ECONNREFUSED',
  ],
  ['no code at all', new Error('odd'), 'unknown'],
  ['a code that is no text', Object.assign(new Error('odd'), { code: 7 }), 'unknown'],
  ['nothing that is an error', 'odd', 'unknown'],
  ['a code in which a verdict only occurs', coded('NO_CERT_HERE'), 'NO_CERT_HERE'],
];

describe('An error of the connection', () => {
  for (const [what, error, reason] of networkErrors)
    it(`is told by ${what}, without its message`, () => {
      assert.deepEqual(codeNetworkError(error, peer), {
        code: 'network',
        detail: reason,
        params: { reason, host: peer.host },
      });
    });

  for (const reason of [
    'CERT_HAS_EXPIRED',
    'CRL_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ERR_SSL_WRONG_VERSION_NUMBER',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'EPROTO',
  ])
    it(`is the certificate’s: ${reason}, with who issued it where that is known`, () => {
      const params = { reason, host: peer.host };
      assert.deepEqual(codeNetworkError(coded(reason), peer), {
        code: 'tls',
        detail: reason,
        params: { ...params, issuer: peer.issuer },
      });
      assert.deepEqual(codeNetworkError(coded(reason), { host: peer.host }), {
        code: 'tls',
        detail: reason,
        params,
      });
    });
});
