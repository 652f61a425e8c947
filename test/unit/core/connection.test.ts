import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  basicAuthorization,
  checkConnection,
  checkPassword,
  checkUsername,
  isLoopback,
  refuseChanged,
  resolveBaseUrl,
  type Connection,
} from '../../../src/core/connection.js';
import { updateRequest } from '../../../src/core/request.js';
import { holds, nastyText } from './support/property.js';

const codes = (found: readonly { code: string }[]): string[] => found.map(({ code }) => code);
const long = 'a'.repeat(64);

describe('the address of a connection', () => {
  for (const [system, baseUrl] of [
    ['acme', 'https://acme.thulium.com'],
    ['ACME', 'https://acme.thulium.com'],
    ['a', 'https://a.thulium.com'],
    ['my-firm-2', 'https://my-firm-2.thulium.com'],
    ['a'.repeat(63), `https://${'a'.repeat(63)}.thulium.com`],
  ] as const) {
    it(`${system} is ${baseUrl}`, () => {
      assert.deepEqual(resolveBaseUrl({ system }), { baseUrl, problems: [] });
    });
  }

  for (const system of [
    ...[
      'evil.com/',
      'evil.com#',
      'a@evil.com',
      'a\\b',
      'a.b',
      long,
      'ż',
      '-a',
      'a-',
      'a_b',
      ' acme',
      'acme ',
    ],
    ...[
      'acme\n',
      'a%2eb',
      'acme.',
      'xn--a',
      'xn--zzzzzzzz99',
      'ａcme',
      'a?b',
      'a:b',
      'https://acme.thulium.com',
    ],
  ]) {
    it(`${JSON.stringify(system)} is no system name`, () => {
      const { baseUrl, problems } = resolveBaseUrl({ system });
      assert.equal(baseUrl, undefined);
      assert.deepEqual(codes(problems), ['system-shape']);
      assert.equal(problems[0]?.field, 'system');
    });
  }

  for (const [text, baseUrl] of [
    ['https://acme.thulium.com', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/api', 'https://acme.thulium.com'],
    ['https://acme.thulium.com/api/', 'https://acme.thulium.com'],
    ['https://gateway.example/thulium/api/', 'https://gateway.example/thulium'],
    ['https://gateway.example/apis', 'https://gateway.example/apis'],
    ['https://gateway.example/api/x', 'https://gateway.example/api/x'],
    ['https://gateway.example/xapi', 'https://gateway.example/xapi'],
    ['https://gateway.example/x//', 'https://gateway.example/x'],
    ['HTTPS://Acme.Thulium.com', 'https://acme.thulium.com'],
    ['https://example.org:443', 'https://example.org'],
    ['https://example.org:8443/base/', 'https://example.org:8443/base'],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://localhost:3000/', 'http://localhost:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['https://[2001:db8::1]', 'https://[2001:db8::1]'],
    ['https://xn--w-uga1v8h.pl', 'https://xn--w-uga1v8h.pl'],
  ] as const) {
    it(`${text} is taken as ${baseUrl}`, () => {
      assert.deepEqual(resolveBaseUrl({ baseUrl: text }), { baseUrl, problems: [] });
    });
  }

  for (const text of [
    ...[
      'acme.thulium.com',
      'ftp://acme.thulium.com',
      'https://',
      'https:///evil.com',
      'https:/evil.com',
      '//evil.com',
    ],
    ...['https://user@evil.com', 'https://user:pass@evil.com', 'https://acme.thulium.com\\@evil.com'],
    ...['https://acme.thulium.com?x=1', 'https://acme.thulium.com#x', 'https://acme.thulium.com/a/../b'],
    ...['https://acme.thulium.com/..', 'https://acme.thulium.com/%2e%2e/', 'https://acme.thulium.com/a%2Fb'],
    ...[
      'https://evil%2ecom',
      'https://evil。com',
      'https://ｅvil.com',
      'https://żółw.pl',
      'https://acme.thulium.com.',
    ],
    ...[
      'https://..',
      'https://a b',
      'https://a\tb',
      ' https://a',
      'https://a ',
      'https://a:99999',
      'https://127.1',
    ],
    ...[
      'http://0x7f.1',
      'http://2130706433',
      'https://a:',
      'https://xn--a.example',
      'https://gateway.xn--zzzzzzzz99.pl/thulium',
      'javascript:alert(1)',
      'https://acme.thulium.com\n',
    ],
  ]) {
    it(`${JSON.stringify(text)} is no base URL`, () => {
      const { baseUrl, problems } = resolveBaseUrl({ baseUrl: text });
      assert.equal(baseUrl, undefined);
      assert.deepEqual(codes(problems), ['base-url-shape']);
    });
  }

  for (const text of [
    ...[
      'http://acme.thulium.com',
      'http://localhost.evil.com',
      'http://127.0.0.1.evil.com',
      'http://192.168.0.1',
    ],
    ...['http://0.0.0.0', 'http://[::ffff:7f00:1]', 'http://[::]', 'http://notlocalhost'],
  ]) {
    it(`${text} would send the password in the clear`, () => {
      assert.deepEqual(codes(resolveBaseUrl({ baseUrl: text }).problems), ['base-url-insecure']);
    });
  }

  it('is given once: neither twice nor not at all nor empty', () => {
    assert.deepEqual(codes(resolveBaseUrl({ system: 'a', baseUrl: 'https://b' }).problems), [
      'address-twice',
    ]);
    assert.deepEqual(codes(resolveBaseUrl({}).problems), ['required']);
    assert.deepEqual(codes(resolveBaseUrl({ system: '' }).problems), ['blank']);
    assert.deepEqual(codes(resolveBaseUrl({ baseUrl: '' }).problems), ['blank']);
  });

  holds('from any system name stays under thulium.com', nastyText, (system) => {
    const { baseUrl } = resolveBaseUrl({ system });
    if (baseUrl === undefined) return;
    assert.equal(baseUrl, `https://${system.toLowerCase()}.thulium.com`);
    assert.match(new URL(baseUrl).hostname, /^[a-z0-9-]+\.thulium\.com$/);
  });

  const update = { campaignId: '00001', customerId: '441', fields: { status_id: '3' } };
  const addresses = fc.oneof(
    nastyText,
    fc
      .tuple(fc.constantFrom('https://', 'http://', 'https://acme.thulium.com'), nastyText)
      .map((parts) => parts.join('')),
  );
  holds('from any base URL is the host as written, and requests stay under it', addresses, (text) => {
    const { baseUrl } = resolveBaseUrl({ baseUrl: text });
    if (baseUrl === undefined) return;
    const typed = /^https?:\/\/([^/]+)/i.exec(text)?.[1]?.toLowerCase() ?? '';
    const { host, protocol, hostname } = new URL(baseUrl);
    assert.ok(typed === host || typed === `${host}:443` || typed === `${host}:80`, `${typed} ${host}`);
    assert.ok(protocol === 'https:' || isLoopback(hostname));
    const { url } = updateRequest(baseUrl, update);
    assert.equal(url, `${baseUrl}/api/crm_outbounds/00001/records/441`);
    assert.equal(new URL(url).origin, new URL(text).origin);
  });
});

describe('what is wrong with a connection', () => {
  const given = { name: 'one', username: 'u' };
  const others = [{ ...given, id: 'c1', baseUrl: 'https://a.pl', production: true, readOnly: false }];
  for (const [input, field, value] of [
    [{ ...given, name: 'two', system: 'a.b' }, 'system', 'a.b'],
    [{ ...given, name: 'two', baseUrl: 'a.pl' }, 'baseUrl', 'a.pl'],
    [{ ...given, name: 'two', baseUrl: 'http://a.pl' }, 'baseUrl', 'http://a.pl'],
    [{ ...given, system: 'acme' }, 'name', 'one'],
  ] as const)
    it(`${value} is shown at ${field}`, () => {
      const [found, ...more] = checkConnection(input, others).problems;
      assert.deepEqual([found?.field, found?.params, more], [field, { value }, []]);
    });

  it('is nothing where it is taken', () => {
    const { connection, problems } = checkConnection({ ...given, name: 'two', system: 'acme' }, others);
    assert.deepEqual([connection?.baseUrl, problems], ['https://acme.thulium.com', []]);
  });
});

describe('credentials', () => {
  for (const [text, expected] of [
    ['api_user', []],
    ['zażółć', []],
    ['a:b', ['username-shape']],
    ['a\r\nX-Evil: 1', ['username-shape']],
    ['a\0', ['username-shape']],
    ['a\u007f', ['username-shape']],
    ['', ['blank']],
    ['\ud800', ['lone-surrogate']],
  ] as const) {
    it(`user name ${JSON.stringify(text)}: ${expected.join() || 'accepted'}`, () => {
      assert.deepEqual(codes(checkUsername(text)), expected);
    });
  }

  for (const [text, expected] of [
    ['pass:word', []],
    ['hasło', []],
    [' spaces stay ', []],
    ['a\r\nb', ['password-shape']],
    ['a\0b', ['password-shape']],
    ['a\u0085b', ['password-shape']],
    ['', ['blank']],
    ['a\udc00', ['lone-surrogate']],
  ] as const) {
    it(`password ${JSON.stringify(text)}: ${expected.join() || 'accepted'}`, () => {
      assert.deepEqual(codes(checkPassword(text)), expected);
    });
  }

  it('travel as UTF-8 and are told apart at the first colon', () => {
    const header = basicAuthorization({ username: 'jan', password: 'hasło:ż' });
    assert.equal(Buffer.from(header.slice('Basic '.length), 'base64').toString('utf8'), 'jan:hasło:ż');
  });

  it('may be long', () => {
    const header = basicAuthorization({ username: 'jan', password: 'ż'.repeat(200_000) });
    assert.equal(Buffer.from(header.slice(6), 'base64').length, 400_004);
  });
});

describe('a connection', () => {
  const other: Connection = {
    id: 'c1',
    name: 'Acme',
    baseUrl: 'https://acme.thulium.com',
    username: 'u',
    production: true,
    readOnly: false,
  };

  it('is production unless it is on this machine or the user says otherwise', () => {
    const settle = (baseUrl: string, production?: boolean): boolean | undefined =>
      checkConnection(
        { name: 'x', baseUrl, username: 'u', ...(production === undefined ? {} : { production }) },
        [],
      ).connection?.production;
    assert.equal(settle('https://acme.thulium.com'), true);
    assert.equal(settle('http://127.0.0.1:1'), false);
    assert.equal(settle('http://[::1]:1'), false);
    assert.equal(settle('https://acme.thulium.com', false), false);
    assert.equal(settle('http://localhost', true), true);
  });

  it('has a name that is neither another’s name nor another’s id', () => {
    for (const name of ['Acme', 'c1']) {
      const { problems } = checkConnection({ name, system: 'b', username: 'u' }, [other]);
      assert.deepEqual(codes(problems), ['connection-name-taken']);
    }
    assert.ok(checkConnection({ name: 'Beta', system: 'b', username: 'u' }, [other]).connection);
  });

  it('tells all that is wrong at once', () => {
    const { problems, connection } = checkConnection({ name: '', system: 'a.b', username: 'a:b' }, []);
    assert.equal(connection, undefined);
    assert.deepEqual(codes(problems), ['blank', 'system-shape', 'username-shape']);
  });
});

describe('a connection that changed after a write was settled', () => {
  const settled: Connection = {
    id: 'c',
    name: 'test',
    baseUrl: 'https://acme.thulium.com',
    username: 'u',
    production: false,
    readOnly: false,
  };
  for (const [what, now, refused] of [
    ['it did not change', settled, undefined],
    ['it has another name', { ...settled, name: 'b' }, undefined],
    ['it was removed', undefined, ['no-connection', 'removed']],
    ['it was made read-only', { ...settled, readOnly: true }, ['read-only', undefined]],
    ['it was made production', { ...settled, production: true }, ['no-connection', 'became-production']],
    ['its origin moved', { ...settled, baseUrl: 'https://b.thulium.com' }, ['no-connection', 'moved']],
    ['its path moved', { ...settled, baseUrl: 'https://acme.thulium.com/b' }, ['no-connection', 'moved']],
  ] as [string, Connection | undefined, unknown][]) {
    it(`${refused === undefined ? 'may still be written to' : 'hears nothing more'} when ${what}`, () => {
      const failure = refuseChanged(settled, now);
      assert.deepEqual(failure && [failure.code, failure.detail], refused);
    });
  }

  it('may be written to when it was production before, and no longer is', () => {
    assert.equal(refuseChanged({ ...settled, production: true }, settled), undefined);
    assert.equal(
      refuseChanged({ ...settled, production: true }, { ...settled, production: true }),
      undefined,
    );
  });
});

describe('an address of this machine', () => {
  for (const name of ['localhost', '[::1]', '127.0.0.1', '127.255.10.254'])
    it(`${name} is one`, () => {
      assert.ok(isLoopback(name));
    });
  for (const name of [
    'a127.0.0.1',
    '127.0.0.1.evil.com',
    '127.0.0',
    '127.1',
    '128.0.0.1',
    'localhost.evil.com',
    '::1',
  ])
    it(`${name} is none`, () => {
      assert.ok(!isLoopback(name));
    });

  it('is read as it is typed, but for the port that its scheme has anyway', () => {
    assert.equal(resolveBaseUrl({ baseUrl: 'https://a.pl:443' }).baseUrl, 'https://a.pl');
    assert.equal(resolveBaseUrl({ baseUrl: 'https://a.pl:4430' }).baseUrl, 'https://a.pl:4430');
    assert.equal(resolveBaseUrl({ baseUrl: 'http://127.0.0.1:80' }).baseUrl, 'http://127.0.0.1');
    assert.equal(resolveBaseUrl({ baseUrl: 'https://a.pl/t//api//' }).baseUrl, 'https://a.pl/t');
  });

  it('may be written to unless the user says otherwise', () => {
    const input = { name: 'one', system: 'acme', username: 'u' };
    assert.equal(checkConnection(input, []).connection?.readOnly, false);
    assert.equal(checkConnection({ ...input, readOnly: true }, []).connection?.readOnly, true);
  });
});
