import assert from 'node:assert/strict';
import {
  checkConnection,
  checkTidy,
  checkUsername,
  meantBaseUrl,
  resolveBaseUrl,
} from '../../../src/core/connection.js';

describe('addresses and names as people paste them', () => {
  for (const [text, meant] of [
    ['https://acme.thulium.com/panel/', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/panel/index.php?module=crm', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/login', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/api/crm_outbounds', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/docs/api', 'https://acme.thulium.com'],
    [' https://acme.thulium.com', 'https://acme.thulium.com'],
    ['acme.thulium.com', 'https://acme.thulium.com'],
    ['acme.thulium.com/panel', 'https://acme.thulium.com'],
    ['localhost:8123', 'http://localhost:8123'],
    ['127.0.0.1:8123/api', 'http://127.0.0.1:8123'],
    ['https://gateway.example.com/thulium/api/crm_outbounds/00001', 'https://gateway.example.com/thulium'],
    ['https://gateway.example.com/api/x', undefined],
    ['https://acme.thulium.com?x=1', undefined],
    ['https://acme.thulium.com', undefined],
    ['https://acme.thulium.com/api/', undefined],
    ['https://gateway.example.com/thulium', undefined],
    ['http://localhost:8123', undefined],
    ['acme', undefined],
    ['https://user@acme.thulium.com/panel', undefined],
    ['https://acme.thulium.com/../panel', undefined],
  ] as const) {
    it(`${text} means ${meant ?? 'itself'}`, () => {
      assert.equal(meantBaseUrl(text), meant);
      if (meant !== undefined) assert.equal(meantBaseUrl(meant), undefined);
    });
  }

  it('are refused with what was meant', () => {
    assert.deepEqual(resolveBaseUrl({ baseUrl: 'https://acme.thulium.com/panel/' }).problems[0]?.params, {
      value: 'https://acme.thulium.com/panel/',
      suggestion: 'https://acme.thulium.com',
    });
    assert.equal(
      resolveBaseUrl({ baseUrl: 'localhost:8123' }).problems[0]?.params?.suggestion,
      'http://localhost:8123',
    );
    assert.equal(
      resolveBaseUrl({ system: 'localhost:8123' }).problems[0]?.params?.suggestion,
      'http://localhost:8123',
    );
    assert.equal(checkUsername('api_user ')[0]?.params?.suggestion, 'api_user');
    assert.equal(checkUsername('api\u200b_user')[0]?.params?.suggestion, 'api_user');
    assert.equal(checkUsername('api user').length, 0);
    const { problems } = checkConnection({ name: 'Acme ', system: 'acme', username: 'api_user' }, []);
    assert.deepEqual(
      problems.map(({ code, params }) => [code, params?.suggestion]),
      [['text-untidy', 'Acme']],
    );
  });

  it('never show a password', () => {
    assert.deepEqual(checkTidy('s3cret ', 'password', true)[0]?.params ?? {}, {});
  });
});
