import assert from 'node:assert/strict';
import fc from 'fast-check';
import { basicAuthorization } from '../../../src/core/connection.js';
import { lookOf, normalName } from '../../../src/core/connectionName.js';
import { line, shown, withoutIcons, withoutLinks } from '../../../src/core/foreign.js';
import { createRedactor, redactFailure } from '../../../src/core/redact.js';
import type { CodedFailure } from '../../../src/core/errors.js';
import { wordFailure } from '../../../src/messages/failures.js';
import { holds } from './support/property.js';

/** `npm run test:deep` tries each property this often. */
const runs = process.env.DEEP === undefined ? 500 : 10_000;

/** What VS Code makes a link of in a message, and an icon of in a row; read in 1.100.3 and 1.139.1. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /(?<!\\)\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;
/** What would leave the line, or move or hide a part of it; the mark that follows our own right-to-left letters may. */
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200d\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]/u;

const credentials = { username: 'api', password: 'hasło]( $1;"%' };
const token = basicAuthorization(credentials).slice('Basic '.length);

/** Text that likes to hold what links, icons, hidden characters and secrets are made of. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '(',
        ')',
        '](',
        '[a](command:b)',
        '](COMMAND:',
        'command:thulium.updateRecord?%5B%5D)',
      ),
      fc.constantFrom('$(', '$(beaker)', '\\$(x)', '$', '\\', 'https://a.pl', 'file:///x', '"', ' '),
      fc.constantFrom(
        '\n',
        '\r',
        '\t',
        '\u2028',
        '\u202e',
        '\u2067',
        '\u200b',
        '\u200e',
        '\ufeff',
        '\u3164',
        '\u001b[2J',
        '\ud800',
      ),
      fc.constantFrom(
        credentials.password,
        token,
        encodeURIComponent(credentials.password),
        `Basic ${token}`,
      ),
      fc.constantFrom('5 → 7', 'א', 'ב 7', 'р', '😀', 'x'.repeat(70)),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 10 },
  )
  .map((parts) => parts.join(''));

const redactor = createRedactor();
redactor.add(credentials);

function assertHarmless(message: string): void {
  assert.ok(!link.test(message), message);
  assert.ok(!unseen.test(message), message);
  assert.ok(!message.includes(credentials.password) && !message.includes(token), message);
}

/** As the door makes a message. */
const messageOf = (text: string): string => withoutLinks(line(redactor.redact(text)));

describe('any text from outside', () => {
  holds(
    'is harmless in a message, whatever values stand side by side',
    fc.tuple(hostile, hostile, hostile),
    ([one, other, third]) => {
      assertHarmless(messageOf(`${one}: “${other}” (${third})`));
      assertHarmless(messageOf([one, other, third].map((each) => shown(redactor.redact(each))).join('')));
    },
    runs,
  );

  holds(
    'is harmless in the sentence of a failure that a server caused',
    fc.record({
      code: fc.constantFrom<CodedFailure['code'][]>(
        'rejected',
        'redirect-refused',
        'unexpected-response',
        'tls',
        'network',
        'in-doubt',
        'forbidden',
        'file-changed',
      ),
      detail: fc.option(fc.constantFrom('not-json', 'encoding', 'rejected', 'CERT_HAS_EXPIRED'), {
        nil: undefined,
      }),
      text: hostile,
      more: hostile,
    }),
    ({ code, detail, text, more }) => {
      const failure: CodedFailure = {
        code,
        ...(detail === undefined ? {} : { detail }),
        status: 422,
        requestId: more,
        apiErrors: [{ message: text }, { message: more, code: 1 }],
        params: {
          target: text,
          type: text,
          issuer: text,
          host: more,
          call: text,
          file: text,
          encoding: more,
        },
      };
      const clean = redactFailure(failure, (each) => redactor.redact(each));
      const { message, advice = '' } = wordFailure(clean);
      assertHarmless(messageOf(`${text}: ${message} ${advice}`));
    },
    runs,
  );

  holds(
    'is neither icon nor line end in a row, and is bounded in a sentence',
    hostile,
    (text) => {
      const row = withoutIcons(line(redactor.redact(text)));
      assert.ok(!icon.test(row) && !unseen.test(row), row);
      // Sixty characters, each of which may be written as an escape.
      assert.ok(shown(text).length <= 61 * '\\u{10ffff}'.length);
    },
    runs,
  );

  holds(
    'is a name in one form, which is taken for itself',
    hostile,
    (text) => {
      const name = normalName(text);
      assert.equal(normalName(name), name);
      assert.equal(lookOf(text), lookOf(name));
      assert.ok(!unseen.test(name.replaceAll('\u200e', '')), name);
    },
    runs,
  );

  holds(
    'says no secret inside a value, however deep',
    fc
      .jsonValue({ maxDepth: 4, stringUnit: 'binary' })
      .chain((value) => hostile.map((text) => ({ value, [text]: [text, { text }] }))),
    (value) => {
      const told = JSON.stringify(redactor.redactValue(value));
      assert.ok(
        !told.includes(token) && !told.includes(JSON.stringify(credentials.password).slice(1, -1)),
        told,
      );
    },
    runs,
  );
});
