import assert from 'node:assert/strict';
import fc from 'fast-check';
import { base64, basicAuthorization } from '../../../src/core/connection.js';
import { createRedactor, hidden, hideAuthorization, redactFailure } from '../../../src/core/redact.js';
import { hidePasted } from '../../../src/paste/secrets.js';
import { holds } from './support/property.js';

type Form = (password: string, username: string) => string;

const escapeUnit = (text: string): string =>
  Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

const forms: Record<string, Form> = {
  plain: (password) => password,
  encodeURIComponent: (password) => encodeURIComponent(password),
  'percent, small hex': (password) =>
    encodeURIComponent(password).replace(/%../g, (each) => each.toLowerCase()),
  'every byte in percent': (password) =>
    Array.from(new TextEncoder().encode(password), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(
      '',
    ),
  'a form’s body': (password) => new URLSearchParams({ p: password }).toString().slice(2),
  'user info of a URL': (password) => Object.assign(new URL('https://h'), { password }).password,
  JSON: (password) => JSON.stringify(password).slice(1, -1),
  'JSON as PHP writes it': (password) =>
    JSON.stringify(password)
      .slice(1, -1)
      .replaceAll('/', '\\/')
      .replace(/[^ -~]/g, escapeUnit),
  'JSON, all escaped': (password) => escapeUnit(password).replace(/[a-f]/g, (digit) => digit.toUpperCase()),
  base64: (password) => base64(password).replace(/=+$/, ''),
  'the Basic token': (password, username) => basicAuthorization({ username, password }).slice(6),
  'the token unpadded': (password, username) =>
    basicAuthorization({ username, password }).slice(6).replace(/=+$/, ''),
  'the token in percent': (password, username) =>
    encodeURIComponent(basicAuthorization({ username, password }).slice(6)),
  'the token in PHP’s JSON': (password, username) =>
    basicAuthorization({ username, password }).slice(6).replaceAll('/', '\\/'),
};

describe('redaction', () => {
  const passwords = [
    'hasło/ze "znakami" + % i 100% \\',
    'p:w@x/y?z#&=',
    '....',
    '$1$&\\1',
    'ąęółśżźćń',
    '😀😀',
  ];
  for (const [name, form] of Object.entries(forms)) {
    it(`hides a known password as ${name}`, () => {
      for (const password of passwords) {
        const redactor = createRedactor();
        redactor.add({ username: 'api_user', password });
        const secret = form(password, 'api_user');
        const text = redactor.redact(`before(${secret})after`);
        assert.ok(!text.includes(secret), text);
        assert.match(text, /^before\(.*•••.*\)after$/);
      }
    });
  }

  const secrets = fc.record({
    password: fc
      .string({ unit: 'binary', minLength: 4, maxLength: 24 })
      .filter((text) => !/[\p{Cc}•]/u.test(text) && text.length >= 4),
    username: fc.stringMatching(/^[a-z_]{1,12}$/),
    form: fc.constantFrom(...Object.values(forms)),
    around: fc.stringMatching(/^[a-z ]{0,6}$/),
  });
  holds(
    'lets no known password through in any form',
    secrets,
    ({ password, username, form, around }) => {
      const redactor = createRedactor();
      redactor.add({ username: 'someone', password: 'else-1234' });
      redactor.add({ username, password });
      const secret = form(password, username);
      const text = redactor.redact(`${around}"${secret}"${around} ${secret}`);
      assert.ok(!text.includes(secret), JSON.stringify({ secret, text }));
      assert.equal(redactor.redact(text), text);
    },
    500,
  );

  it('hides a very short password where it stands alone and leaves words whole', () => {
    const redactor = createRedactor();
    redactor.add({ username: 'u', password: 'a' });
    assert.equal(redactor.redact('password=a; campaign "a"'), `password=${hidden}; campaign "${hidden}"`);
    assert.equal(redactor.redact('a'), hidden);
  });

  it('hides nothing for an empty password', () => {
    const redactor = createRedactor();
    redactor.add({ username: '', password: '' });
    assert.equal(redactor.redact('campaign "00001" - '), 'campaign "00001" - ');
  });

  it('hides nothing that only resembles a password', () => {
    const redactor = createRedactor();
    redactor.add({ username: 'u', password: 'ab d"/' });
    for (const text of ['a+ d"/', 'ab-d"/', 'ab\\ d"/', 'Ab d"/', 'ab d'])
      assert.equal(redactor.redact(text), text);
    assert.equal(redactor.redact('ab+d\\"\\/'), hidden);
  });

  it('leaves no end of a password behind', () => {
    for (const password of ['abcd==', 'abcd%', 'abcd\\', 'abcd/']) {
      const redactor = createRedactor();
      redactor.add({ username: 'u', password });
      for (const form of [password, encodeURIComponent(password), escapeUnit(password)])
        assert.equal(redactor.redact(`"${form}"`), `"${hidden}"`);
    }
  });

  for (const [text, expected] of [
    ['Authorization: Basic dTpw', 'Authorization: Basic •••'],
    ['AUTHORIZATION: basic YXBpX3VzZXI6YXBpX3Bhc3M=', 'AUTHORIZATION: basic •••'],
    ['"authorization":"Basic YXBpX3VzZXI6YXBp"', '"authorization":"Basic •••"'],
    ['\\"Authorization\\":\\"Basic YX\\/BpX3Vz\\"', '\\"Authorization\\":\\"Basic •••\\"'],
    ["'Authorization' => 'Basic YXBpX3VzZXI6'", "'Authorization' => 'Basic •••'"],
    ['Proxy-Authorization: Bearer abc.def-ghi', 'Proxy-Authorization: Bearer •••'],
    ['authorization: s3cret', 'authorization: •••'],
    ['["Basic YXBpX3VzZXI6YXBp"]', '["Basic •••"]'],
    ['q=Basic%20YXBpX3VzZXI6YXBp', 'q=Basic%20•••'],
    ['HTTP Basic authentication is needed', 'HTTP Basic authentication is needed'],
    [
      'Invalid character in header content ["Authorization"]',
      'Invalid character in header content ["Authorization"]',
    ],
    ['https://user:p%40ss@host/path', 'https://user:•••@host/path'],
    ['https://user:p@ss@host/path', 'https://user:•••@host/path'],
    ['http://:pass@proxy:3128', 'http://:•••@proxy:3128'],
    ['https://acme.thulium.com/api/x?t=12:30', 'https://acme.thulium.com/api/x?t=12:30'],
    ['curl -u api_user:api_pass -X PUT', 'curl -u api_user:••• -X PUT'],
    ["curl --user 'api_user:api_pass'", "curl --user 'api_user:•••'"],
    ['http -a api_user:api_pass PUT', 'http -a api_user:••• PUT'],
    ['-u api_user:api_pass', '-u api_user:•••'],
    ['-uapi_user:api_pass', '-uapi_user:•••'],
    ["'Authorization' => 's3cret'", "'Authorization' => '•••'"],
    ['authorization : s3cret', 'authorization : •••'],
    ['authorization of the campaign: 00001', 'authorization of the campaign: 00001'],
    ['authorization,of:00001', 'authorization,of:00001'],
    ['authorization=s3cret', 'authorization=•••'],
    ['authorization:s3cret', 'authorization:•••'],
    ['Authorization: Basic  s3cret=', 'Authorization: Basic  •••'],
    ['Bearer   abcdefgh1', 'Bearer   •••'],
    ['Basic abcdefgh1', 'Basic •••'],
    ['Basic 1abcdefgh', 'Basic •••'],
    ['Basic .word', 'Basic •••'],
    ['Basic words', 'Basic words'],
    ['Basic dTpwYXNz and more', 'Basic ••• and more'],
    // Letters alone: pairs of user and password (`o:p`, `rZew:s`, `j:r~*'`), and what decodes to no text.
    ['Basic bzpw', 'Basic •••'],
    ['Basic clpldzpz', 'Basic •••'],
    ['Basic ajpyfion', 'Basic •••'],
    ['Basic gjom', 'Basic gjom'],
    ['Basic fjri', 'Basic fjri'],
    ['next_call_date 2026-05-24 12:24', 'next_call_date 2026-05-24 12:24'],
  ] as const) {
    it(`writes ${text} as ${expected}`, () => {
      assert.equal(hideAuthorization(text), expected);
      assert.equal(hideAuthorization(expected), expected);
    });
  }

  it('hides a secret in all that a failure tells of a server’s answer, and nothing else of it', () => {
    const redactor = createRedactor();
    redactor.add({ username: 'api_user', password: 's3cret-canary' });
    const redact = (text: string): string => redactor.redact(text);
    const failure = {
      code: 'rejected' as const,
      status: 400,
      params: { target: 'https://x/?p=s3cret-canary' },
      apiErrors: [{ message: 'not s3cret-canary', code: 5 }],
      requestId: 'id s3cret-canary',
    };
    assert.deepEqual(redactFailure(failure, redact), {
      code: 'rejected',
      status: 400,
      params: { target: `https://x/?p=${hidden}` },
      apiErrors: [{ message: `not ${hidden}`, code: 5 }],
      requestId: `id ${hidden}`,
    });
    assert.deepEqual(redactFailure({ code: 'timeout' }, redact), { code: 'timeout' });
  });

  it('hides the longer of two passwords whole where one begins the other', () => {
    const redactor = createRedactor();
    redactor.add({ username: 'one', password: 'hasło' });
    redactor.add({ username: 'two', password: 'hasło-dłuższe' });
    assert.equal(redactor.redact('x hasło-dłuższe y hasło z'), `x ${hidden} y ${hidden} z`);
  });

  it('takes four characters for a password wherever they stand, three only alone', () => {
    const redactor = createRedactor();
    redactor.add({ username: 'u', password: 'abcd' });
    redactor.add({ username: 'v', password: 'xyz' });
    assert.equal(redactor.redact('1abcd2 1xyz2 xyz'), `1${hidden}2 1xyz2 ${hidden}`);
  });
});

describe('redaction of what is pasted', () => {
  for (const [text, expected] of [
    ['Host: a.pl\nCookie: a=s3cret; b=s3cret\nAccept: */*', 'Host: a.pl\nCookie: •••\nAccept: */*'],
    ['  cookie :s3cret', '  cookie :•••'],
    ['  < Set-Cookie:  id=s3cret; HttpOnly', '  < Set-Cookie:  •••'],
    ['>cookie:s3cret', '>cookie:•••'],
    ['a fortune cookie: crisp', 'a fortune cookie: crisp'],
    [
      'curl_setopt($c, CURLOPT_USERPWD, "api_user:s3cret");',
      'curl_setopt($c, CURLOPT_USERPWD, "api_user:•••");',
    ],
    ["CURLOPT_USERPWD => 'api_user:s3,cret',", "CURLOPT_USERPWD => 'api_user:•••',"],
    ["CURLOPT_USERPWD=>':s3;cret'", "CURLOPT_USERPWD=>':•••'"],
    ["(CURLOPT_USERPWD ,'u:s3\\'c\"r$et')", "(CURLOPT_USERPWD ,'u:•••')"],
    ['CURLOPT_USERPWD, "api_user:$password"', 'CURLOPT_USERPWD, "api_user:$password"'],
    ["put(url, auth=('api_user','s3cret'))", "put(url, auth=('api_user','•••'))"],
    ['auth = ( "api_user" , "s3cret" )', 'auth = ( "api_user" , "•••" )'],
    ["auth=('', 's3\\'c\"r$et')", "auth=('', '•••')"],
    ['{"password":"s3cret","order":"1"}', '{"password":"•••","order":"1"}'],
    ['{\\"password\\" : \\"s3cret\\",\\"order\\":1}', '{\\"password\\" : \\"•••\\",\\"order\\":1}'],
    ["'password' => 's3cret'", "'password' => '•••'"],
    ['{"password":"s3,c}r$e\'t\\"&;","order":"1"}', '{"password":"•••","order":"1"}'],
    ['{\\"password\\":\\"s3,c r\\",\\"order\\":1}', '{\\"password\\":\\"•••\\",\\"order\\":1}'],
    ["api-key='s3,cret' api_key='s3,cret' apikey='s3,cret'", "api-key='•••' api_key='•••' apikey='•••'"],
    ["'secret'=>'s3,cret'", "'secret'=>'•••'"],
    ["pwd = 's3,cret' and more", "pwd = '•••' and more"],
    ['"password": "$PASSWORD"', '"password": "$PASSWORD"'],
    ['password=s3$cret', 'password=•••'],
    ['passwd=s3cret&order=1', 'passwd=•••&order=1'],
    ['pwd = s3cret; order = 1', 'pwd = •••; order = 1'],
    ['{secret:s3cret}', '{secret:•••}'],
    ['X-Api-Key: s3cret', 'X-Api-Key: •••'],
    ['api_key=s3cret, apikey=s3cret', 'api_key=•••, apikey=•••'],
    ['access_token: $TOKEN', 'access_token: $TOKEN'],
    ['the password is wrong', 'the password is wrong'],
    ['Authorization: Basic dTpw', 'Authorization: Basic •••'],
  ] as const) {
    it(`writes ${text} as ${expected}`, () => {
      assert.equal(hidePasted(text), expected);
      assert.equal(hidePasted(expected), expected);
    });
  }
});
